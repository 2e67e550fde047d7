"""How the shipped weights were made, runnable again.

`python -m attribution.training CONFIG DATA_FOLDER OUT` trains the tagger and needs PyTorch; `calibrate`,
`pronouns` and `descriptions` are commands of their own, and do not.
"""
