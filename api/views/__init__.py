"""The end points: one file each."""
