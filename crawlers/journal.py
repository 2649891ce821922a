"""The journal of a spool: one line a record, which says what the record answers and where it lies. Pure."""

import json
from dataclasses import dataclass, fields
from typing import Self


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One line of the journal: a record of the spool and what it answers."""

    url: str
    """The address that answered, without fragment."""
    purpose: str
    """What it was asked for: the feed, the link (canonical), ``robots`` or ``rights``."""
    number: int
    """From 0: which answer to this address for this purpose (retries, loops)."""
    offset: int
    """Where its record begins in the spool."""
    end: int
    """Where it ends."""
    status: int
    """HTTP status."""
    body_bytes: int
    """Bytes of the body, content encoding removed."""
    fetched_at: str
    """When it was received, ISO 8601, UTC."""
    rights: tuple[str, ...] = ()
    """Reservations seen, sorted."""
    reserved: str = ""
    """Why the body was not kept; empty when it was."""
    payload_digest: str = ""
    """``WARC-Payload-Digest`` of the body; empty when there was none, or it was not kept."""
    same_as: str = ""
    """Time of the earlier record with the same body, ISO 8601, UTC; empty when the body is in this one."""

    def line(self) -> bytes:
        """Its line of the journal."""
        fields = {name: getattr(self, name) for name in _FIELDS}
        return json.dumps(fields, sort_keys=True).encode() + b"\n"

    @classmethod
    def of_line(cls, line: bytes) -> Self | None:
        """The entry of a line; None for one that is not whole."""
        try:
            fields = json.loads(line)
            return cls(**{**fields, "rights": tuple(fields["rights"])}) if line.endswith(b"\n") else None
        except (ValueError, TypeError, KeyError):
            return None


_FIELDS = tuple(field.name for field in fields(Entry))
"""``dataclasses.asdict`` copies deeply, which took a thirtieth of a crawl (2026-11-28)."""
