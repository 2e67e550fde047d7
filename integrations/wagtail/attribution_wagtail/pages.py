"""Which pages take part, and the fields of theirs that hold the article."""

from __future__ import annotations

from typing import Any, ClassVar

from attribution_wagtail.conf import conf


class AttributedPageMixin:
    """For a page type whose quotations are to be found; `attributed_fields` hold the article, in their order.

    class ArticlePage(AttributedPageMixin, Page):
        attributed_fields = ("intro", "body")

    A page type of somebody else's is named in the setting's PAGES instead.
    """

    attributed_fields: ClassVar[tuple[str, ...]] = ()


def attributed_fields(page: Any) -> tuple[str, ...]:
    """The fields that hold the article of a page, or of a page type; none where it takes no part.

    A page must be of its specific class.
    """
    kind = page if isinstance(page, type) else type(page)
    if issubclass(kind, AttributedPageMixin):
        return tuple(kind.attributed_fields)
    return tuple(conf().pages.get(page._meta.label, ()))
