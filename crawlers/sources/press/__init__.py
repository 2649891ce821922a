"""Real publishers, one a file."""
