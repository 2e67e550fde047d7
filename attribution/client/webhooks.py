"""What a receiver of the service's webhooks does first: to see that it is the service that speaks."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from standardwebhooks import Webhook, WebhookVerificationError
from standardwebhooks.webhooks import EmptyWebhookSecretError

from attribution.client.errors import InvalidWebhook


def verify_webhook(
    headers: Mapping[str, str], body: bytes | str, secret: str | Iterable[str]
) -> dict[str, Any]:
    """The event in `body`, after the signature in `headers` was checked by `secret`, or by one of several.

    `body` is the body as it came, byte by byte; `headers` may be in any case. Raises InvalidWebhook for what
    is not signed by the secret, was changed, or is five minutes older or newer than this machine's clock;
    ValueError for a secret that cannot be. The same event may come more than once, with the same `id`.
    """
    known = dict(headers.items())
    for one in [secret] if isinstance(secret, str) else secret:
        event = _read_signed(known, body, _signer(one))
        if isinstance(event, dict):
            return event
    raise InvalidWebhook("the request is not signed by the secret, or not of now")


def _signer(secret: str) -> Webhook:
    try:
        return Webhook(secret)
    except (EmptyWebhookSecretError, ValueError):
        raise ValueError("a webhook's secret is whsec_ and base64; this one is not, or it is empty") from None


def _read_signed(headers: dict[str, str], body: bytes | str, signer: Webhook) -> Any:
    """What `body` holds; None where it is not signed by this secret."""
    try:
        return signer.verify(body, headers)
    except (WebhookVerificationError, ValueError):  # the latter for what is no base64, UTF-8 or JSON
        return None
