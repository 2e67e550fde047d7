"""The Flask service: a thin adapter over `attribution.Extractor`."""
