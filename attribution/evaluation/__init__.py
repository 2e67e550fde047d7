"""Gold formats, the scorer and its reports."""
