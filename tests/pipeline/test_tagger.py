from attribution import Extractor

TEXT = "“The pool is warm,” said Mara Oyelaran. The council said the road was closed."


def test_the_tagger_puts_its_relations_in_the_place_of_the_rules():
    found = Extractor(model="tagger").extract(TEXT)
    assert found.model.name == "tagger-en"
    first, *_ = found.quotations
    assert first.text == "“The pool is warm,”"
    assert first.source.text == "Mara Oyelaran"
    assert "network" in first.evidence
    assert not [warning for warning in found.warnings if warning.code == "stage-failed"]


def test_the_default_does_not_ask_it(extractor):
    found = extractor.extract(TEXT)
    assert not [one for one in found.quotations if "network" in one.evidence]
