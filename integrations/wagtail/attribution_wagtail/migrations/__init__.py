"""Migrations of the records beside the pages."""
