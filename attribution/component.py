"""The stages as one spaCy component: `nlp.add_pipe("attribution")` on any English pipeline with a parser.

Afterwards `doc._.quotations` holds the records (made on demand, so that the Doc itself keeps only plain data
and `to_bytes` works), and `doc.spans["quotations"]`, `["cues"]`, `["sources"]` the spans.
"""

import logging
from collections.abc import Callable, Sequence
from pathlib import Path

from spacy.language import Language
from spacy.tokens import Doc

from attribution.assemble import assemble, plain_document
from attribution.deadlines import check_deadline
from attribution.errors import DeadlineExceeded, ModelError
from attribution.models import DEFAULT_MODEL
from attribution.models.network import network
from attribution.people import KnownPerson, known_people
from attribution.pipeline.annotations import WarningNote, annotations
from attribution.pipeline.identities import Identities
from attribution.pipeline.listed import Listing
from attribution.pipeline.speakers import Speakers
from attribution.records import Model, Quotation
from attribution.version import __version__

_LAST = ("attribution_details", "attribution_speakers", "attribution_roles")
STAGES = {  # of each model, in their order
    "tagger": (
        "attribution_marks", "attribution_reader", "attribution_relations", "attribution_tagger", *_LAST,
    ),
    "rules": ("attribution_marks", "attribution_relations", *_LAST),
}  # fmt: skip
SPAN_GROUPS = {"quotations": "content", "cues": "cue", "sources": "source"}

Stage = Callable[[Doc], Doc]  # annotates the Doc in place and hands it on

_log = logging.getLogger(__name__)


class Attribution:
    """Runs the stages in their order; a stage that fails costs its own annotations, never the article."""

    def __init__(self, stages: Sequence[tuple[str, Stage]], model: Model) -> None:
        self.stages = tuple(stages)
        self.model = model

    def __call__(self, doc: Doc) -> Doc:
        """Annotate `doc`. Raises DeadlineExceeded, and ModelError when no parser ran before."""
        if len(doc) and not doc.has_annotation("DEP"):
            raise ModelError("the attribution component needs a dependency parse: add it after a parser")
        for name, stage in self.stages:
            check_deadline()
            try:
                doc = stage(doc)
            except DeadlineExceeded:
                raise
            except Exception:
                # The one place that may catch everything: the rest of the article is worth keeping, and the
                # reader of the records is told.
                _log.exception("stage %s failed", name)
                message = f"the stage {name} failed on this article"
                warning = WarningNote(code="stage-failed", message=message, start=None, end=None)
                annotations(doc)["warnings"].append(warning)
        _set_spans(doc)
        return doc


def create_stages(
    nlp: Language,
    *,
    language: str = "en",
    model: str = DEFAULT_MODEL,
    weights: Path | None = None,
    people: Sequence[KnownPerson] = (),
) -> Attribution:
    """The stages on the vocabulary of `nlp`, without adding them to it; `people` are those of a people list.

    `weights` is the folder of a trained tagger to use in the place of the shipped one. Raises ModelError for
    a `model` that is not in STAGES, for `weights` without a tagger and for weights that `model` does not use.
    """
    if model not in STAGES:
        raise ModelError(f"no model {model!r}; there is {', '.join(STAGES)}")
    if weights is not None and "attribution_reader" not in STAGES[model]:
        raise ModelError(f"the model {model!r} has no weights")
    own: dict[str, dict[str, str]] = {"attribution_reader": {"folder": str(weights)}} if weights else {}
    stages: list[tuple[str, Stage]] = [
        (name, nlp.create_pipe(name, config=own.get(name, {}))) for name in STAGES[model]
    ]
    if people:
        listing = Listing(people, language)
        for _, stage in stages:
            if isinstance(stage, Speakers):
                stage.listing = listing
        stages.append(("attribution_identities", Identities(listing)))
    return Attribution(stages, _model(language, model, weights))


def _model(language: str, model: str, weights: Path | None) -> Model:
    """What the records say of the stages: the version is the package's and, behind a plus, the tagger's."""
    if model == "rules":
        return Model(name=f"{model}-{language}", version=__version__)
    settings = network(language, weights).settings
    return Model(name=settings["name"], version=f"{__version__}+{settings['version']}")


@Language.factory(
    "attribution",
    default_config={"model": DEFAULT_MODEL, "weights": None, "people": None},
    requires=["token.dep"],
    assigns=["doc._.attribution", "doc._.quotations"],
)
def create_attribution(
    nlp: Language, name: str, model: str, weights: str | None, people: str | None
) -> Attribution:
    """The component, for `nlp.add_pipe("attribution")`, with `config={"model": "rules"}` if need be.

    `weights` is the path of a folder, as for `create_stages`, `people` that of a people list.
    """
    listed = known_people(people) if people else ()
    return create_stages(nlp, model=model, weights=Path(weights) if weights else None, people=listed)


def quotations_of(doc: Doc) -> tuple[Quotation, ...]:
    """The quotations of an annotated Doc, offsets in `doc.text`."""
    return assemble(doc, plain_document(doc.text)).quotations


def _set_spans(doc: Doc) -> None:
    relations = annotations(doc)["relations"]
    for group, part in SPAN_GROUPS.items():
        found = []
        for relation in relations:
            value = relation[part]  # type: ignore[literal-required]
            ranges = value if part == "content" else [value] if value else []
            found += [doc.char_span(s, e, label=part, alignment_mode="expand") for s, e in ranges]
        doc.spans[group] = [span for span in found if span is not None]


if not Doc.has_extension("quotations"):
    Doc.set_extension("quotations", getter=quotations_of)
