"""The one spelling of an address: what makes two links the same link.

Pure. ``canonical_url`` is what article ids are made of, so a change here renames articles: the rules are
documented one by one and a property test holds that applying them twice changes nothing.
"""

import ipaddress
import re
import unicodedata
from functools import lru_cache
from urllib.parse import SplitResult, quote, unquote_to_bytes, urljoin, urlsplit, urlunsplit

from crawlers.source import Source

MAX_URL_CHARS = 4096
"""A longer address is refused. Percent-encoded Arabic slugs take 6 characters a letter: the longest canonical
address of 22,242 real links had 561 characters (measured 2026-11-22)."""

DEFAULT_PORTS = {"http": 80, "https": 443}

TRACKING_PARAMETERS = frozenset(
    {
        # advertisement and social networks' click ids
        *("fbclid", "gclid", "gclsrc", "dclid", "gbraid", "wbraid", "msclkid", "yclid", "twclid", "ttclid", "igshid"),
        *("igsh", "mc_cid", "mc_eid", "_ga", "_gl", "_hsenc", "_hsmi", "__twitter_impression", "usqp", "amp_js_v"),
        # where the reader came from
        *("ref", "ref_src", "ref_url", "referrer", "traffic_source", "cmpid", "cmp", "ocid", "ncid", "smid", "xtor"),
    }
)
"""Parameters that say where a reader came from, never which article it is (table of 2026-11-22). Dropped,
whatever their value."""

SESSION_PARAMETERS = frozenset({"phpsessid", "jsessionid", "sessionid", "session_id", "cfid", "cftoken", "zenid"})
"""Parameters that name a visit. Not ``sid``, which names an article in old news portals. Dropped as above."""

TRACKING_PREFIXES = ("utm_", "at_", "ns_", "pk_", "mtm_")
"""Campaign parameters of Google, AT Internet, comScore and Matomo."""

AMP_PARAMETERS = {"amp": ("", "1", "true"), "outputtype": ("amp",)}
"""Parameters and the values with which they ask for the AMP twin of a page."""

_INDEX_PAGE = re.compile(r"/(?:index|default)\.(?:html?|php|aspx?|jsp)\Z", re.IGNORECASE)
_SESSION_SUFFIX = re.compile(rb";(?:jsessionid|phpsessid)=[^/;]*", re.IGNORECASE)
_AMP_SUFFIX = re.compile(r"(?<=[^/])/amp\Z", re.IGNORECASE)
_LABEL = re.compile(r"[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?")
_PATH_SAFE = "!$&'()*+,;=:@~"
_QUERY_SAFE = "!$'()*,;:@/?~"


def canonical_url(url: str, source: Source | None = None) -> str:
    """The one address of what ``url`` leads to; idempotent.

    Scheme and host in lower case, host in IDNA, default port, fragment, tracking, session and AMP parameters,
    ``/amp``, ``index.html`` and trailing slashes dropped, dot segments resolved, parameters sorted, every
    percent escape in the one form (UTF-8 in NFC, upper-case hex, only where needed). With a ``source``, a host of
    ``source.hosts`` becomes the first of them (so ``m.`` and ``amp.`` twins meet when declared as aliases),
    with the scheme of the source's own feeds when these agree on one, and of the path only what
    ``source.article_key`` says names the article is kept.

    Raises ``ValueError`` for anything that is not the http(s) address of a public page: another scheme, no or
    a malformed host, a user name, a bad port, text that is not Unicode, more than ``MAX_URL_CHARS``.
    """
    parts = _split(url)
    scheme, host, port, path = parts.scheme.lower(), _host(parts), parts.port, _path(parts.path)
    if source is not None and is_own_host(host, source):
        host = host_name(source.hosts[0])
        schemes = {urlsplit(feed.url).scheme.lower() for feed in source.feeds}
        if port is None and len(schemes) == 1:
            scheme = schemes.pop()
        if found := re.match(source.article_key, path):
            path = found[found.re.groups]
    netloc = f"[{host}]" if ":" in host else host
    if port is not None and port != DEFAULT_PORTS[scheme]:
        netloc = f"{netloc}:{port}"
    result = urlunsplit((scheme, netloc, path, _query(parts.query), ""))
    if len(result) > MAX_URL_CHARS:
        raise ValueError(f"address of {len(result)} characters: the limit is {MAX_URL_CHARS}: {result[:80]}…")
    return result


def absolute_url(base: str, reference: str) -> str:
    """``reference`` as found on the page ``base``, made absolute, white space and fragment removed.

    Raises ``ValueError`` when it cannot be the http(s) address of a public page.
    """
    joined = urljoin(base, _tidy(reference))
    _host(_split(joined))
    return joined.partition("#")[0]


def host_of(url: str) -> str:
    """Host of an http(s) address in the form ``canonical_url`` gives it; raises ``ValueError`` as that does."""
    return _host(_split(url))


@lru_cache(maxsize=1024)
def host_name(host: str) -> str:
    """A host name or IP address in lower-case IDNA form without a trailing dot; raises ``ValueError`` if malformed."""
    host = host.strip().rstrip(".").lower()
    if ":" in host:
        return str(ipaddress.IPv6Address(host))
    if not host.isascii():
        host = host.encode("idna").decode("ascii")
    if len(host) > 253 or not all(_LABEL.fullmatch(label) for label in host.split(".")):
        raise ValueError(f"{host!r} is not a host name")
    return host


def is_own_host(host: str, source: Source) -> bool:
    """True if ``host`` (as ``host_of`` gives it) is one of the source's hosts."""
    return any(host == host_name(own) for own in source.hosts)


def own_link(url: str, source: Source) -> str | None:
    """Canonical form of ``url`` if it may be one of the source's articles, else None.

    That is: on one of its hosts, ``article_url`` found and ``skip_url`` not found in path and query, looked
    for in the address as listed and in its canonical form. Anything malformed is no link.
    """
    try:
        if not is_own_host(host_of(url), source):
            return None
        canonical = canonical_url(url, source)
        forms = [_path_and_query(form) for form in (url, canonical)]
    except ValueError:
        return None
    if any(re.search(source.skip_url, form) for form in forms):
        return None
    return canonical if any(re.search(source.article_url, form) for form in forms) else None


def _tidy(url: str) -> str:
    """Without the white space and control characters that editors and feeds leave in addresses."""
    return re.sub(r"[\t\r\n]", "", url).strip("".join(map(chr, range(33))) + "\u00a0\u200e\u200f\ufeff")


def _split(url: str) -> SplitResult:
    parts = urlsplit(_tidy(url))
    if parts.scheme.lower() not in DEFAULT_PORTS:
        raise ValueError(f"{url[:80]!r} is not an http(s) address")
    if parts.username is not None or parts.password is not None:
        raise ValueError(f"{parts.hostname!r}: an address with a user name is not a public page")
    return parts


def _host(parts: SplitResult) -> str:
    if not parts.hostname:
        raise ValueError("an address without a host")
    if parts.port == 0:
        raise ValueError(f"{parts.hostname!r}: port 0")
    return host_name(parts.hostname)


def _path_and_query(url: str) -> str:
    parts = urlsplit(_tidy(url))
    return f"{parts.path}?{parts.query}" if parts.query else parts.path


def _path(path: str) -> str:
    kept: list[str] = []
    segments = [_SESSION_SUFFIX.sub(b"", unquote_to_bytes(segment)) for segment in path.split("/")[1:]]
    for segment in segments:
        if segment == b"..":
            kept = kept[:-1]
        elif segment != b".":
            kept.append(quote(_composed(segment), safe=_PATH_SAFE))
    result, before = "/" + "/".join(kept), None
    while result != before:
        before = result
        result = result.rstrip("/") or "/"
        result = _AMP_SUFFIX.sub("", _INDEX_PAGE.sub("/", result))
    # Two slashes at the start would read as a host when the address is put together again.
    return re.sub(r"\A/{2,}", "/", result)


def _composed(octets: bytes) -> bytes:
    """UTF-8 text in NFC, as some publishers write one slug both ways («أ» and «ا» with a hamza); else as it is."""
    try:
        return unicodedata.normalize("NFC", octets.decode("utf-8")).encode()
    except UnicodeDecodeError:
        return octets


def _query(query: str) -> str:
    kept: list[tuple[str, str]] = []
    for piece in query.split("&"):
        name, equals, value = piece.partition("=")
        key = unquote_to_bytes(name.replace("+", " "))
        plain = key.decode("utf-8", "replace").lower()
        content = unquote_to_bytes(value.replace("+", " "))
        if not piece or plain in TRACKING_PARAMETERS | SESSION_PARAMETERS or plain.startswith(TRACKING_PREFIXES):
            continue
        if content.decode("utf-8", "replace").lower() in AMP_PARAMETERS.get(plain, ()):
            continue
        key, content = _composed(key), _composed(content)
        kept.append((quote(key, safe=_QUERY_SAFE), equals + quote(content, safe=_QUERY_SAFE + "=")))
    return "&".join(name + value for name, value in sorted(kept))
