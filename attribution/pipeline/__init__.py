"""The stages, one spaCy component a file; they talk through the Doc and never import each other."""
