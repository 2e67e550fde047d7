"""Files as rows of articles: JSON lines, CSV, Parquet, crawled pages, here or on a remote file system."""

from attribution.corpus.inputs.columns import Columns, article_of
from attribution.corpus.inputs.files import Input
from attribution.corpus.inputs.finding import find_inputs
from attribution.corpus.inputs.kinds import KINDS, Kind
from attribution.corpus.inputs.rows import Row, Rows

__all__ = ["KINDS", "Columns", "Input", "Kind", "Row", "Rows", "article_of", "find_inputs"]
