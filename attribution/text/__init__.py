"""Raw input to normalised text: paragraphs, marks and an OffsetMap recorded while editing. Knows no spaCy."""
