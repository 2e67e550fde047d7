"""A report on a corpus: who is quoted how often, where, as what and how, in tables and on one page.

`write_report` makes it. `facts` counts once, a module of `sections` has the tables of a section, `plots` draw
some of them, `page` and `files` write them down.
"""

from __future__ import annotations

from attribution.corpus.report.making import write_report

__all__ = ["write_report"]
