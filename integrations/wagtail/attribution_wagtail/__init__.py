"""Quotations of Wagtail pages: found on publication, reviewed by editors, shown with their speakers."""

__version__ = "0.1.0"
