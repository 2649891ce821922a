"""Linking: is an article new, a revision, a copy, and which story is it about. Pure functions, no I/O."""
