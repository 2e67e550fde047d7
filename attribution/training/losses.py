"""What the network is asked to get right, as one number."""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor
from torch.nn import functional

from attribution.models.network import REACH
from attribution.training.batches import IGNORED, Batch, Lessons
from attribution.training.config import Config
from attribution.training.network import LABELS, Tagger, around
from attribution.training.teacher import NEAR

_LEAST = 0.05  # a piece that the cue head gives less is no near miss
_UNANNOTATED = 0.3  # weight of "no cue" where thoughts and plans are not annotated


@dataclass(frozen=True, slots=True)
class Loss:
    """The parts of the loss; the first three are sums over a batch, divided by its number of cues."""

    cue: Tensor
    labels: Tensor
    verdict: Tensor
    entities: Tensor  # mean over the pieces
    states: Tensor  # likewise; 0 without a teacher

    def total(self, config: Config) -> Tensor:
        """What is minimised: the parts by the weights of `config`."""
        main = self.cue + config.relation_weight * self.labels + self.verdict
        return main + config.entity_weight * self.entities + config.state_weight * self.states


def loss_of(tagger: Tagger, batch: Batch, config: Config) -> Loss:
    """The loss of a batch, by its gold and, if there are lessons, by the teacher as well."""
    states = tagger.encoder(batch.ids, batch.cases, batch.places, batch.real)
    scores = tagger.cues(states).squeeze(-1).float()
    kinds = tagger.entities(states).float()
    entities = functional.cross_entropy(kinds.flatten(0, 1), batch.entities.flatten(), ignore_index=IGNORED)
    if batch.lessons is None:
        return _by_gold(tagger, batch, states, scores, entities)
    return _taught(tagger, batch, batch.lessons, states, scores, entities, config.soft)


def _by_gold(tagger: Tagger, batch: Batch, states: Tensor, scores: Tensor, entities: Tensor) -> Loss:
    """Near misses of the cue head are shown to the relation head as no relations."""
    count = max(len(batch.cues), 1)
    misses = _near_misses(scores.detach(), batch, limit=len(batch.cues) // 2 + 2)
    cues = torch.cat([batch.cues, misses])
    labels, verdict = tagger.relations(states, batch.paragraphs, batch.real, cues, around(REACH))
    return Loss(
        cue=(_cue_loss(scores, batch)).sum() / count,
        labels=_label_loss(labels[: len(batch.cues)].float(), batch).sum() / count,
        verdict=_verdict_loss(verdict.float(), batch, misses).sum() / count,
        entities=entities,
        states=torch.zeros(()),
    )


def _taught(
    tagger: Tagger,
    batch: Batch,
    lessons: Lessons,
    states: Tensor,
    scores: Tensor,
    entities: Tensor,
    soft: float,
) -> Loss:
    """Gold and teacher share the loss where there is gold; the teacher's own cues may be near misses."""
    count, gold = max(len(lessons.cues), 1), len(batch.cues)
    labels, verdict = _looked(tagger, batch, states, lessons)
    own = lessons.cues[gold:]
    share = torch.where(batch.plain, 1.0, soft)
    cue = share[:, None] * _soft_binary(scores, lessons.scores) * batch.real
    cue = cue + (1 - share)[:, None] * _cue_loss(scores, batch)
    hard_verdict = _verdict_loss(verdict, batch, own) * (1 - share[lessons.cues[:, 0]])[:, None]
    soft_verdict = _soft_binary(verdict, lessons.verdicts) * share[lessons.cues[:, 0]][:, None]
    taught = -(lessons.labels * functional.log_softmax(labels, -1)).sum((1, 2))
    by_gold = _label_loss(labels[:gold], batch).sum() * (1 - soft)
    difference = (states.float() - lessons.states).square().mean(-1) * batch.real
    return Loss(
        cue=cue.sum() / count,
        labels=((taught * share[lessons.cues[:, 0]]).sum() + by_gold) / count,
        verdict=(hard_verdict + soft_verdict).sum() / count,
        entities=entities,
        states=difference.sum() / batch.real.sum(),
    )


def _looked(tagger: Tagger, batch: Batch, states: Tensor, lessons: Lessons) -> tuple[Tensor, Tensor]:
    """Labels and verdicts of all cues of the lessons.

    Most need a near reach only; what lies beyond is none.
    """
    count = len(lessons.cues)
    labels = torch.zeros(count, 2 * REACH + 1, LABELS)
    labels[:, :, 0] = 30.0
    verdict = torch.zeros(count, 2)
    for rows, reach in ((lessons.far, REACH), (~lessons.far, NEAR)):
        at = rows.nonzero().squeeze(1)
        if len(at):
            seen, said = tagger.relations(
                states, batch.paragraphs, batch.real, lessons.cues[at], around(reach)
            )
            beyond = REACH - reach
            seen = functional.pad(seen.float(), (0, 0, beyond, beyond))
            if beyond:
                edge = torch.zeros_like(seen)
                edge[:, :beyond, 0] = edge[:, -beyond:, 0] = 30.0
                seen = seen + edge
            labels = labels.index_copy(0, at, seen)
            verdict = verdict.index_copy(0, at, said.float())
    return labels, verdict


def _soft_binary(scores: Tensor, chances: Tensor) -> Tensor:
    return functional.binary_cross_entropy_with_logits(scores, chances, reduction="none")


def _cue_loss(scores: Tensor, batch: Batch) -> Tensor:
    """One number a piece."""
    known = (batch.in_cue >= 0) & ~batch.plain[:, None]
    weight = torch.where(batch.statements[:, None] & (batch.in_cue == 0), _UNANNOTATED, 1.0)
    every = functional.binary_cross_entropy_with_logits(scores, batch.in_cue.clamp(min=0), reduction="none")
    return every * weight * known


def _near_misses(scores: Tensor, batch: Batch, *, limit: int) -> Tensor:
    """Pieces that look most like cues and are none, as cues of one piece."""
    chance = torch.sigmoid(scores) * (batch.in_cue == 0)
    best, at = chance.flatten().topk(min(limit, chance.numel()))
    at = at[best > _LEAST]
    length = scores.shape[1]
    return torch.stack([at // length, at % length, at % length], 1)


def _label_loss(labels: Tensor, batch: Batch) -> Tensor:
    """One number a piece around each gold cue."""
    if not len(batch.cues):
        return labels.sum() * 0
    at = batch.cues[:, 1:2] + around(REACH)
    length = batch.labels.shape[1]
    gold = batch.labels.gather(1, at.clamp(0, length - 1))
    gold = gold.masked_fill((at < 0) | (at >= length), IGNORED)
    return functional.cross_entropy(
        labels.flatten(0, 1), gold.flatten(), ignore_index=IGNORED, reduction="none"
    )


def _verdict_loss(verdict: Tensor, batch: Batch, others: Tensor) -> Tensor:
    """Is it a relation, was it stated: two numbers a cue, those of the gold first.

    `others` are cues that gold does not have: in articles of statements one may be a thought, near the cut
    edge of a window it may be right.
    """
    gold = len(batch.cues)
    among_statements = batch.statements[others[:, 0]]
    in_cue = torch.maximum(
        batch.in_cue[others[:, 0], others[:, 1]].abs(), batch.in_cue[others[:, 0], others[:, 2]].abs()
    )
    known = (in_cue == 0) & ~batch.plain[others[:, 0]]
    relation = torch.cat([torch.ones(gold), torch.zeros(len(others))])
    sure = torch.cat([torch.ones(gold), (known & ~among_statements).float()])
    stated = torch.cat([batch.stated, torch.zeros(len(others))])
    told = torch.cat([(batch.stated >= 0).float(), (known & among_statements).float()])
    gold_verdict = torch.stack([relation, stated.clamp(min=0)], 1)
    every = functional.binary_cross_entropy_with_logits(verdict, gold_verdict, reduction="none")
    return every * torch.stack([sure, told], 1)
