"""A site's application with pages that take part."""
