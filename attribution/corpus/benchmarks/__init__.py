"""Commands that measure the corpus runner; they are no tests, which run a small version of some."""
