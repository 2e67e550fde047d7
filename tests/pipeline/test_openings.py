"""Descriptions in headline and lead, read again. Relations are marked as in test_describing."""

import pytest

from tests.pipeline.reading import name, read

CLUB = "<Former MHC chairman> {calls for} [a plan]. | "


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # the lead takes up the noun of the headline, the short form written out
        (
            CLUB
            + "<A former Marlow Harbour Club chairman> {says} [the pier is old]. | It rained. “[The piles "
            "are rotten],” {said} <Ned Price, who ran the club for years>.",
            "Ned Price",
        ),
        # the lead speaks of whoever holds the office now, of somebody without a name
        (
            CLUB + "<The Marlow Harbour Club chairman, Ned Price,> {says} [the pier is old].",
            None,
        ),
        (CLUB + "<A former Marlow Harbour Club chairman> {says} [the pier is old].", None),
        # another word for an office, of the same country
        (
            "<A Chinese official> {said} [the pier was safe]. | <The Chinese finance minister> {spoke of} "
            "[luck]. | It rained. <The minister, Lou Wei,> {said} [it was late].",
            "Lou Wei",
        ),
        # of another country, of no country, of two who hold such offices
        (
            "<A Danish official> {said} [the pier was safe]. | <The Chinese finance minister> {spoke of} "
            "[luck]. | It rained. <The minister, Lou Wei,> {said} [it was late].",
            None,
        ),
        ("<A harbour official> {said} [the pier was safe]. | <The minister, Lou Wei,> {said} [no].", None),
        (
            "<A Chinese official> {said} [the pier was safe]. | <The Chinese finance minister, Lou Wei,> "
            "{said} [no]. | <The Chinese sports minister, Wu Lan,> {said} [it was late].",
            None,
        ),
    ],
)
def test_descriptions_at_the_opening_are_read_again(text: str, expected: str | None) -> None:
    _, known = read(text)
    assert name(known, 0) == expected
