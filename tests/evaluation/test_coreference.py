from attribution.evaluation.coreference import count
from attribution.records import Mention, Speaker

TEXT = "Rosa Lee sang. She bowed. He left, and I told her so."


def speaker(name: str | None, *words: str) -> Speaker:
    spans = [(TEXT.index(word), TEXT.index(word) + len(word)) for word in words]
    mentions = tuple(Mention(start, end, TEXT[start:end], form="pronoun") for start, end in spans)
    return Speaker("s1", name, name or "somebody", "person", name is not None, mentions=mentions)


def article(*clusters: list[str], sort: str = "person") -> dict[str, object]:
    spans = [[[TEXT.index(word), TEXT.index(word) + len(word)] for word in words] for words in clusters]
    return {"text": TEXT, "clusters": spans, "types": [sort] * len(clusters)}


def test_a_pronoun_with_the_name_of_its_cluster_is_right() -> None:
    found = count(article(["Rosa Lee", "She", "her"]), [speaker("Rosa Lee", "She")])
    assert found == {"gold": 2, "given": 1, "right": 1}


def test_a_pronoun_with_another_name_is_wrong() -> None:
    found = count(article(["Rosa Lee", "She"]), [speaker("Otto Berg", "She")])
    assert (found["given"], found["right"]) == (1, 0)


def test_a_cluster_of_pronouns_has_no_name() -> None:
    assert count(article(["He", "I"]), [])["gold"] == 0


def test_a_cluster_that_is_no_person_has_no_name() -> None:
    assert count(article(["Rosa Lee", "She"], sort="place"), [])["gold"] == 0


def test_a_speaker_without_a_name_gives_none() -> None:
    assert count(article(["Rosa Lee", "She"]), [speaker(None, "She")])["given"] == 0
