"""Identifiers and digests, each defined once.

All are lower-case hexadecimal text: readable in SQL, stable across languages and versions.
"""

import hashlib

ARTICLE_ID_CHARS = 24
"""96 bits: at ten million articles a collision has a chance of about 1 in 10^15."""


def digest(data: bytes) -> str:
    """SHA-256 of bytes, 64 hex characters: the fixity digest of objects and bodies."""
    return hashlib.sha256(data).hexdigest()


def article_id(canonical_url: str) -> str:
    """Id of the article at a canonical URL, 24 hex characters."""
    return digest(canonical_url.encode())[:ARTICLE_ID_CHARS]


def text_digest(folded_text: str) -> str:
    """Digest of a *folded* text (see ``storage.fold``), 32 hex characters.

    Two texts that differ only in spelling style, harakat, digits or white space share it.
    """
    return digest(folded_text.encode())[:32]


def story_id(seed_article_id: str) -> str:
    """Id of a story, 16 hex characters, from the article that opened it; it never changes."""
    return digest(f"story:{seed_article_id}".encode())[:16]
