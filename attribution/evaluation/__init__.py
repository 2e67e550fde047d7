"""Gold formats, the scorer and its reports: how good the records are, by published definitions."""
