"""Which blocks of a page are its article."""

from __future__ import annotations

import re
from collections.abc import Set

from attribution.text.html import Block, Page, decoded

_WORD = re.compile(r"\w+")
_SENTENCE_END = re.compile(r"[.!?][\"'”’»)\]]*$")
_HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
_PARAGRAPHS = frozenset(("p", "body", "div"))  # what a pull quote is repeated from, seldom one itself

_RUN = 4  # words compared at a time
_SAME = 0.6  # share of a block's runs that the extractor has as well
_REPEATED = 0.9  # share of a pull quote's runs that stand elsewhere
_LINKED = 0.75  # share of letters in links of a block that only points elsewhere
_PARDONED = 0.5  # an element with this share of a fragment's letters holds the article, whatever its name
_PARDONED_IN_PAGE = 0.25
_DEEPEST = 200  # nesting, in elements, beyond which the extractor is not asked

Words = tuple[str, ...]


def chosen_blocks(page: Page) -> set[int]:
    """Indices of the blocks to read. All that are not left out for a reason, if the page holds no more.

    Of a whole page a main-content extractor names the blocks, by their words; of a fragment all are
    meant. Then captions, link lists, sharing boxes and repeated pull quotes go. Linear in the page.
    """
    texts = _block_texts(page)
    words = [_words(text) for text in texts]
    wanted = {index for index, block in enumerate(page.blocks) if block.letters}
    if page.whole and page.depth <= _DEEPEST:
        wanted = _extracted(page, words, wanted) or wanted
    condemned = _condemned(page)
    kept = {index for index in wanted if not _is_aside(page.blocks[index], condemned)} or wanted
    kept = {index for index in kept if not _only_points(page.blocks[index], texts[index])} or kept
    kept -= _pull_quotes(page, words, kept)
    return kept if not page.whole else _without_headline(page, kept)


def _block_texts(page: Page) -> list[str]:
    texts: list[list[str]] = [[] for _ in page.blocks]
    for piece in page.pieces:
        if piece.block is None:
            continue
        if piece.sign:
            texts[piece.block].append(piece.sign)
            continue
        for start, end, characters in decoded(page.markup, piece.start, piece.end):
            texts[piece.block].append(page.markup[start:end] if characters is None else characters)
    return ["".join(parts).strip() for parts in texts]


def _words(text: str) -> Words:
    return tuple(_WORD.findall(text.casefold()))


def _runs(words: Words) -> list[Words]:
    """All runs of `_RUN` words, or the words themselves where they are fewer."""
    return [words[at : at + _RUN] for at in range(max(1, len(words) - _RUN + 1))] if words else []


def _extracted(page: Page, words: list[Words], wanted: set[int]) -> set[int]:
    import trafilatura  # heavy, and only whole pages need it

    text = trafilatura.extract(page.markup, include_comments=False) or ""
    lines = [_words(line) for line in text.split("\n")]
    known = {run for line in lines for run in _runs(line)}
    return {index for index in wanted if _share(words[index], known) >= _SAME}


def _share(words: Words, known: Set[Words]) -> float:
    runs = _runs(words)
    return sum(run in known for run in runs) / len(runs) if runs else 0.0


def _condemned(page: Page) -> list[bool]:
    """For each suspect element, whether its text is left out; one that holds much of the article is not."""
    letters = [0] * len(page.suspects)
    for block in page.blocks:
        if block.suspect is not None:
            letters[block.suspect] += block.letters - block.linked
    for index in range(len(letters) - 1, -1, -1):
        around = page.suspects[index].around
        if around is not None:
            letters[around] += letters[index]
    share = _PARDONED_IN_PAGE if page.whole else _PARDONED
    most = share * sum(block.letters - block.linked for block in page.blocks)
    condemned: list[bool] = []
    for size, (around, certain) in zip(letters, page.suspects, strict=True):
        condemned.append(certain or size < most or (around is not None and condemned[around]))
    return condemned


def _is_aside(block: Block, condemned: list[bool]) -> bool:
    return block.suspect is not None and condemned[block.suspect]


def _only_points(block: Block, text: str) -> bool:
    """Whether the block is little more than a link, and no sentence."""
    linked = block.linked > 0 and block.linked >= _LINKED * block.letters
    return linked and not _SENTENCE_END.search(text[-10:])


def _pull_quotes(page: Page, words: list[Words], kept: set[int]) -> set[int]:
    """The blocks that may be pull quotes and whose words stand in an ordinary block as well."""
    doubtful = {index for index in kept if _may_be_pull_quote(page.blocks[index], words[index])}
    plain = {run for index in kept - doubtful for run in _runs(words[index])}
    return {index for index in doubtful if _share(words[index], plain) >= _REPEATED}


def _may_be_pull_quote(block: Block, words: Words) -> bool:
    return len(words) >= _RUN and (block.pull or block.tag not in _PARAGRAPHS)


def _without_headline(page: Page, kept: set[int]) -> set[int]:
    """The blocks without headings before the first paragraph and after the last one."""
    others = [index for index in kept if page.blocks[index].tag not in _HEADINGS]
    if not others:
        return kept
    first, last = min(others), max(others)
    return {index for index in kept if first <= index <= last}
