"""A proxy's user name and password: kept off command lines, which every user of the machine can read. Pure."""

from base64 import b64encode
from urllib.parse import unquote, urlsplit, urlunsplit


def without_userinfo(proxy: str) -> tuple[str, str]:
    """A proxy's address without user name and password, and these as a ``Proxy-Authorization``; empty without any."""
    parts = urlsplit(proxy)
    userinfo, at, place = parts.netloc.rpartition("@")
    if not at:
        return proxy, ""
    user, _, password = userinfo.partition(":")
    token = b64encode(f"{unquote(user)}:{unquote(password)}".encode()).decode("ascii")
    return urlunsplit(parts._replace(netloc=place)), f"Basic {token}"
