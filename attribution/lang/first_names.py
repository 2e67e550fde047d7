"""First names and the gender they usually tell, read from `first_names.txt`."""

from __future__ import annotations

import unicodedata
from functools import cache
from importlib import resources

from attribution.errors import LanguageDataError, ModelError


@cache
def first_names(language: str) -> dict[str, str]:
    """Folded first name -> "m", "f" or "" (borne by both). Raises ModelError when the language has none.

    >>> first_names("en")["mary"]
    'f'
    """
    file = resources.files(__package__) / language / "first_names.txt"
    try:
        lines = file.read_text(encoding="utf-8").splitlines()
    except FileNotFoundError:
        raise ModelError(f"no first names for language {language!r}") from None
    found: dict[str, str] = {}
    for number, line in enumerate(lines, 1):
        if line.startswith("#") or not line:
            continue
        gender, _, names = line.partition(" ")
        if gender not in ("m", "f", "-"):
            raise LanguageDataError(
                f"{language}/first_names.txt:{number}: gender {gender!r} is none of m, f, -"
            )
        found.update(dict.fromkeys(names.split(), gender.replace("-", "")))
    return found


def fold(name: str) -> str:
    """`name` without case, accents and curly apostrophes, as the lists have it.

    >>> fold("José"), fold("O’Neil")
    ('jose', "o'neil")
    """
    if name.isascii():
        return name.lower()
    parts = unicodedata.normalize("NFKD", name.casefold().replace("’", "'"))
    return "".join(c for c in parts if not unicodedata.combining(c))
