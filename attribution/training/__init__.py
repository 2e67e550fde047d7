"""How the shipped weights were made, runnable again; needs PyTorch.

`python -m attribution.training CONFIG DATA_FOLDER OUT`
"""
