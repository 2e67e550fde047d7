"""The application for any WSGI server: `api.wsgi:app`.

The model answers once before the module is loaded, so a server that loads it before it forks shares the model
between its processes. Where the model does not answer, the service starts, and says so at its health address.
"""

from __future__ import annotations

import logging

from api.access import warn_without_keys
from api.app import create_app
from api.config import Config
from api.logs import configure_logging
from attribution.errors import ModelError

config = Config.load()
if not logging.getLogger().handlers:  # whoever runs this has not said how to log
    configure_logging(config)
warn_without_keys(config)
app = create_app(config)

try:
    app.extensions["attribution"].warm_up()
except ModelError:
    logging.getLogger(__name__).exception("the model does not answer")
