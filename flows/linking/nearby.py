"""What may be near tonight's texts: among earlier articles as they stand tonight, and among each other."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flows.linking.index import ArticleIndex, MemoryIndex
from storage.records import IndexRow


@dataclass(frozen=True, slots=True, kw_only=True)
class Nearby:
    """Candidates for each of tonight's distinct texts, by the key of the text."""

    same_text: Mapping[str, IndexRow]
    """An earlier article with the same text; a canonical one if there is one, else the first seen."""
    earlier: Mapping[str, Sequence[IndexRow]]
    """Earlier articles that share enough of the sample."""
    tonight: Mapping[str, Sequence[str]]
    """Keys of tonight's other texts that do."""
    originals: Mapping[str, IndexRow]
    """The canonical articles that the rows above are copies of, by id."""

    def original(self, row: IndexRow) -> IndexRow:
        """The canonical article of a row's cluster; the row itself when that article was taken down."""
        return self.originals.get(row.copy_of, row) if row.copy_of else row


def look_up(texts: Mapping[str, IndexRow], *, index: ArticleIndex, revised: Mapping[str, IndexRow]) -> Nearby:
    """The candidates for tonight's distinct texts, each given by a row that has it.

    ``revised`` are known articles with a new text tonight, by id: they stand in place of their earlier rows,
    and are found by their new text as well.
    """
    keys = {row.article_id: key for key, row in texts.items()}
    earlier = {
        key: {row.article_id: revised.get(row.article_id, row) for row in rows}
        for key, rows in index.near(texts).items()
    }
    tonight: dict[str, list[str]] = {}
    for key, rows in MemoryIndex([*texts.values(), *revised.values()]).near(texts).items():
        tonight[key] = sorted(keys[row.article_id] for row in rows if keys.get(row.article_id, key) != key)
        again = {row.article_id: row for row in rows if row.article_id in revised}
        earlier[key] = {**earlier.get(key, {}), **again}
    same_text = _same_text(texts, index, revised)
    cited = {row.copy_of for rows in earlier.values() for row in rows.values() if row.copy_of}
    cited |= {row.copy_of for row in same_text.values() if row.copy_of}
    return Nearby(
        same_text=same_text,
        earlier={key: [rows[article_id] for article_id in sorted(rows)] for key, rows in earlier.items()},
        tonight=tonight,
        originals={key: revised.get(key, row) for key, row in index.by_id(sorted(cited)).items()},
    )


def _same_text(
    texts: Mapping[str, IndexRow], index: ArticleIndex, revised: Mapping[str, IndexRow]
) -> dict[str, IndexRow]:
    digests = {row.text_digest: key for key, row in texts.items() if row.shingles}
    found = [(row.text_digest, revised.get(row.article_id, row)) for row in index.by_text_digest(digests)]
    found += [(row.text_digest, row) for row in revised.values() if row.text_digest in digests]
    found.sort(key=lambda item: (item[1].copy_of is not None, item[1].first_seen_at, item[1].article_id))
    same: dict[str, IndexRow] = {}
    for value, row in found:
        same.setdefault(digests[value], row)
    return same
