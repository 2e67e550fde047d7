"""The service from Python: the records of the library, over HTTP.

Needs the extra `attribution[client]`, and neither spaCy nor a model:

    from attribution.client import Client

    with Client("http://127.0.0.1:8000") as client:
        extraction = client.extract("“The bridge opens at noon,” said Mara Lindqvist.")
"""

from attribution.client.asynchronous import AsyncClient
from attribution.client.calls import Job, Tagged, Unchanged, Webhook
from attribution.client.errors import (
    AccessRefused,
    ArticleRefused,
    Busy,
    DeadlineExceeded,
    FieldError,
    InvalidWebhook,
    NotFound,
    Problem,
    Refused,
    ServiceError,
    ServiceFailure,
    UnexpectedAnswer,
    Unreachable,
)
from attribution.client.retries import Retries
from attribution.client.synchronous import Client
from attribution.client.webhooks import verify_webhook

__all__ = [
    "AccessRefused",
    "ArticleRefused",
    "AsyncClient",
    "Busy",
    "Client",
    "DeadlineExceeded",
    "FieldError",
    "InvalidWebhook",
    "Job",
    "NotFound",
    "Problem",
    "Refused",
    "Retries",
    "ServiceError",
    "ServiceFailure",
    "Tagged",
    "Unchanged",
    "UnexpectedAnswer",
    "Unreachable",
    "Webhook",
    "verify_webhook",
]
