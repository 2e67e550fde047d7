"""What the service does under load, over a long time and when parts of it are killed: commands, not tests.

Each starts a service of its own on loopback. `load` needs the extra `attribution[benchmark]`.
"""
