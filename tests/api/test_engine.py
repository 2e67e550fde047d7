from __future__ import annotations

import threading
import time
from pathlib import Path
from typing import Any

import pytest

import api.engine
from api.config import Config
from api.engine import Engine
from attribution import records
from attribution.errors import ModelError
from tests.api.conftest import MODEL, FakeExtractor
from tests.api.waiting import wait_for


def test_the_extractor_is_made_once_and_late(monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[Config] = []

    def make(config: Config) -> FakeExtractor:
        made.append(config)
        time.sleep(0.02)
        return FakeExtractor()

    monkeypatch.setattr(api.engine, "_make_extractor", make)
    config = Config(limit=77)
    engine = Engine(config)
    assert made == []
    threads = [threading.Thread(target=engine.extract, kwargs={"text": "Hello."}) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert made == [config]


def test_one_article_at_a_time() -> None:
    class Watching(FakeExtractor):
        inside, most = 0, 0

        def extract(self, text: str | None = None, **options: Any) -> records.Extraction:
            self.inside += 1
            self.most = max(self.most, self.inside)
            time.sleep(0.002)
            self.inside -= 1
            return super().extract(text, **options)

    watching = Watching()
    engine = Engine(Config(), watching)
    threads = [threading.Thread(target=engine.extract, kwargs={"text": "Hello."}) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (watching.most, len(watching.asked)) == (1, 8)


def test_ready_means_that_the_model_has_answered(fake: FakeExtractor) -> None:
    engine = Engine(Config(), fake)
    assert not engine.ready
    engine.warm_up()
    assert engine.ready
    assert engine.model == MODEL


def test_a_model_that_fails_is_remembered_until_it_answers(fake: FakeExtractor) -> None:
    engine = Engine(Config(), fake)
    fake.error = ModelError("no such pipeline")
    with pytest.raises(ModelError):
        engine.warm_up()
    assert engine.failure is fake.error
    fake.error = None
    engine.warm_up_in_background()
    wait_for(lambda: engine.ready and engine.failure is None)


def test_one_warm_up_in_the_background_at_a_time() -> None:
    release = threading.Event()

    class Slow(FakeExtractor):
        def extract(self, text: str | None = None, **options: Any) -> records.Extraction:
            assert release.wait(5)
            return super().extract(text, **options)

    slow = Slow()
    engine = Engine(Config(), slow)
    for _ in range(5):
        engine.warm_up_in_background()
    release.set()
    wait_for(lambda: engine.ready)
    engine.warm_up_in_background()
    assert len(slow.asked) == 1


def test_a_people_list_that_is_none_is_a_model_that_does_not_answer(tmp_path: Path) -> None:
    people = tmp_path / "people.csv"
    people.write_text("nmae\nAnn Lee\n", encoding="utf-8")
    engine = Engine(Config.load({"people": str(people)}, {}))
    with pytest.raises(ModelError, match="unknown column 'nmae'"):
        engine.warm_up()
    assert engine.failure is not None
