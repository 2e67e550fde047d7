from __future__ import annotations

import subprocess
import sys

import pytest

from attribution.text.language import SURE, detect

SAMPLES = {
    "en": "The mayor said on Tuesday that the old bridge would stay shut until spring, and that there was no "
    "other choice for the town or those on the hill.",
    "de": "Die Brücke bleibt nach den Worten der Frau bis zum Frühling zu, und es gibt für die Leute am Berg "
    "auch keine andere Wahl, als um den Wald zu gehen.",
    "fr": "La maire a dit que le vieux pont ne serait pas ouvert avant le printemps, et que les gens du mont "
    "n’ont pas de choix dans cette affaire, mais elle est sûre.",
    "es": "La alcaldesa dijo que el puente no se abre hasta la primavera y que los vecinos no tienen "
    "otra opción, pero que el plan es bueno para la ciudad.",
    "ru": "Мэр города сказала во вторник, что старый мост будет закрыт до весны.",
    "ja": "市長は火曜日に、古い橋は春まで閉鎖されたままになると述べました。",
    "el": "Η δήμαρχος είπε την Τρίτη ότι η παλιά γέφυρα θα μείνει κλειστή.",
}


@pytest.mark.parametrize(("code", "text"), SAMPLES.items(), ids=SAMPLES)
def test_languages_are_told(code: str, text: str) -> None:
    found, sureness = detect(text)
    assert found == code
    assert SURE <= sureness <= 1


@pytest.mark.parametrize("text", ["", "Oui!", "Lee: «Non»", "12 000 − 4", "Blip blop " * 30])
def test_what_is_too_short_or_no_language_is_not_judged(text: str) -> None:
    assert detect(text) == ("", 0.0)


def test_a_text_half_in_another_language_is_no_sure_case() -> None:
    assert detect(SAMPLES["en"] + " " + SAMPLES["de"])[1] < SURE


def test_reading_loads_nothing_heavy() -> None:
    code = (
        "import sys; from attribution.text.reader import read_html; read_html('<p>Lee said no.');"
        "print([m for m in ('numpy', 'spacy', 'lxml', 'trafilatura', 'marshmallow') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
