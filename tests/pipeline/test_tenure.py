"""Whether an office is held no longer, by words before it and by years after it."""

import pytest

from tests.pipeline.test_affiliations import split_of


@pytest.mark.parametrize(
    ("text", "title", "former"),
    [
        ("<Ann Lee, previously a judge,> {said} [no].", "judge", True),
        ("<Ann Lee, once a boxer,> {said} [no].", "boxer", True),
        ("<Ann Lee, formerly a boxer,> {said} [no].", "boxer", True),
        ("<Ann Lee, no longer mayor,> {said} [no].", "mayor", True),
        ("Ann Lee is no longer mayor. <Lee> {said} [no].", "mayor", True),
        ("Ann Lee was once a boxer. <Lee> {said} [no].", "boxer", True),
        ("<Ann Lee, mayor from 1999 to 2003,> {said} [no].", "mayor", True),
        ("<Ann Lee, mayor of Oxford between 1999 and 2003,> {said} [no].", "mayor", True),
        ("Ann Lee was mayor from 1999 to 2003. <Lee> {said} [no].", "mayor", True),
        ("<Ann Lee, mayor since 1999,> {said} [no].", "mayor since 1999", False),
        ("<Ann Lee, a driver from 12 to 3,> {said} [no].", "driver from 12 to 3", False),
        ("<Ann Lee, now a judge,> {said} [no].", "judge", False),
        ("Once, <Ann Lee, a boxer,> {said} [no].", "boxer", False),
    ],
)
def test_former(text: str, title: str, former: bool) -> None:
    split = split_of(text, 0)
    assert split is not None
    assert (split[0], split[2]) == (title, former)
