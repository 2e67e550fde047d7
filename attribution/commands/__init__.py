"""The subcommands of `attribution`, one file each, and what they share; `attribution.cli` tells how."""
