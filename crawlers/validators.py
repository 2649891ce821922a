"""``ETag`` and ``Last-Modified``: what is kept of a response, and how it is asked for with them. Pure."""

from scrapy.http import Response

MAX_VALIDATOR_CHARS = 256
"""A longer one is not kept: they are kept for every link, and servers send some dozen characters."""


def validator(response: Response, name: str) -> str | None:
    """The header of a name, if it is one that can be sent back as it came; else None."""
    raw = response.headers.get(name)
    text = raw.decode("ascii", "replace").strip() if raw else ""
    fit = text.isascii() and text.isprintable() and 0 < len(text) <= MAX_VALIDATOR_CHARS
    return text if fit else None


def conditions(etag: str | None, last_modified: str | None) -> dict[str, str]:
    """The request headers that ask for something only if it changed."""
    asked = {"If-None-Match": etag, "If-Modified-Since": last_modified}
    return {name: value for name, value in asked.items() if value}
