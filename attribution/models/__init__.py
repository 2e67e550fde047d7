"""What the learned stages run on: word pieces, windows, the shipped networks; and the names of the models."""

MODELS = ("tagger", "rules")
DEFAULT_MODEL = "tagger"
