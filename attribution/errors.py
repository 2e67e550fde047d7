"""Every error that the library raises on purpose.

The base is called `QuotationError`, not `AttributionError`, which reads like Python's AttributeError.
Messages name what is wrong and where, and never contain the article's text at length.
"""


class QuotationError(Exception):
    """Base of all errors of this project. `code` is stable and machine readable."""

    code = "error"


class InputError(QuotationError):
    """The article as given cannot be read.

    `field` names the part at fault ("text", "html", "published", …), `position` its place in code points
    (bytes for undecodable input) where one is known.
    """

    code = "invalid-input"

    def __init__(self, message: str, *, field: str | None = None, position: int | None = None) -> None:
        super().__init__(message)
        self.field = field
        self.position = position


class EmptyInput(InputError):
    """There is no text to read: empty or blank."""

    code = "empty-input"


class InputTooLarge(InputError):
    """The article is longer than the limit in force."""

    code = "input-too-large"


class UndecodableInput(InputError):
    """Bytes that are not UTF-8, or characters that no text may hold (NUL, lone surrogates)."""

    code = "undecodable-input"


class ModelError(QuotationError):
    """A model or language is missing or lacks what a stage needs."""

    code = "model-unavailable"


class DeadlineExceeded(QuotationError):
    """The time that was set for the work is over; nothing of its result is kept."""

    code = "timeout"


class PeopleError(ModelError):
    """A people list cannot be read; the message names file and line, and what is wrong there."""

    code = "invalid-people-list"


class LanguageDataError(QuotationError):
    """A language folder under `attribution/lang` breaks its schema; the message names file and entry."""

    code = "invalid-language-data"


class EvaluationError(QuotationError):
    """Gold or predictions cannot be scored; the message names file and line."""

    code = "invalid-evaluation-data"


class CorpusError(QuotationError):
    """A corpus run cannot begin or go on; the message names the place, and what to do."""

    code = "corpus-run"


class ProcessDied(CorpusError):
    """The process that read an article ended, and so did another that tried again."""

    code = "process-died"
