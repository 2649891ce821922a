"""From publisher to article: sources, the crawl, and the reading of captured pages."""
