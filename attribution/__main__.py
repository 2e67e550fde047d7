"""`python -m attribution` is the command `attribution`."""

import sys

from attribution.cli import main

sys.exit(main())
