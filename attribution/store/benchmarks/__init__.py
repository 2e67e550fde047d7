"""Measurements of a store; not tests."""
