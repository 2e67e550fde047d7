"""What the learned stages run on: word pieces, windows, the shipped networks; and the names of the models."""

import os

# onnxruntime reports its use to its makers from a thread of its own, which begins as it is imported. What a
# newsroom reads is nobody else's business, and a process that forks later must not have threads.
os.environ["ORT_DISABLE_TELEMETRY"] = "1"

MODELS = ("tagger", "rules")
DEFAULT_MODEL = "tagger"
