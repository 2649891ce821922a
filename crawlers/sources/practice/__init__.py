"""Sources of the practice newsroom, one a file; ``crawlers.newsroom`` serves them on loopback."""
