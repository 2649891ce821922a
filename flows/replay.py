"""What was ever read and found, from revisions/ and outcomes/: everything else that readers see is derived from it.

Revisions hold every distinct text with the day, the story and the cluster that were decided for it; outcomes hold what
became of each link. Replayed in the order of the runs they give articles, copies, stories and the state of links to
the byte. Some .5 kB an article are held (2026-11-22); texts are read run by run and dropped again.

Tombstones are seen through: what they name is left out, so the same derivation gives the archive after a takedown.
"""

from collections import Counter, OrderedDict, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from flows.linking import frequencies
from flows.linking.revisions import archived_row
from flows.linking.stories import story_row
from flows.linking.syndication import syndication_row
from flows.linking.vectors import rarity
from storage import layout
from storage.errors import FixityError
from storage.manifest import Manifest
from storage.objects import ObjectStore
from storage.outcomes import ARCHIVED
from storage.partitions import get_rows
from storage.records import ArticleRow, IndexRow, OutcomeRow, StoryRow
from storage.syndication import SyndicationRow
from storage.tombstones import Tombstones, reason_of, redacted

RUNS_HELD = 16
"""Runs whose rows are kept in memory: a story spans a week, and its articles come in within days of it."""
ROWS_HELD = 20_000
"""Index rows kept in memory: the members of the stories of some two weeks; 3.5 kB each (2026-11-22)."""


@dataclass(slots=True)
class _Article:
    """An article's revisions."""

    day: date
    story_id: str | None
    copy_of: str | None
    runs: list[str] = field(default_factory=list)
    """The run of each revision, the first one first."""


class Replay:
    """The committed runs' revisions and outcomes, without what tombstones name."""

    def __init__(self, store: ObjectStore, manifests: Sequence[Manifest], taken: Tombstones) -> None:
        """Raises ``ObjectMissingError`` or ``FixityError`` for revisions that cannot be read."""
        self._store = store
        self._taken = taken
        self._keys = {entry.key for described in manifests for entry in described.objects}
        self.manifests = manifests
        self._held: OrderedDict[str, dict[str, ArticleRow]] = OrderedDict()
        self._index: OrderedDict[tuple[str, str], IndexRow] = OrderedDict()
        self._articles: dict[str, _Article] = {}
        self._by_day: dict[tuple[date, bool], list[str]] = defaultdict(list)
        for described in manifests:
            for row in self.revisions(described.run):
                self._add(row, described.run)
        self._copies = Counter(one.copy_of for one in self._articles.values() if one.copy_of)
        self._unpublished: dict[str, datetime] | None = None

    def revisions(self, run: str) -> list[ArticleRow]:
        """Rows of a run, as archived then."""
        return list(self._of_run(run).values())

    def outcomes(self, run: str) -> list[OutcomeRow]:
        """Outcomes of a run; addresses and captures of what was taken down are left out of them."""
        rows = get_rows(self._store, layout.outcomes(run), OutcomeRow)
        return [redacted(row, reason_of(name)) if (name := self._taken.names_link(row)) else row for row in rows]

    def days(self) -> list[tuple[date, bool]]:
        """Days that have articles (False) or copies (True), sorted."""
        return sorted(self._by_day)

    def days_of(self, article_ids: Iterable[str]) -> set[date]:
        """The partition days of articles; ids that are not archived are left out."""
        return {self._articles[key].day for key in article_ids if key in self._articles}

    def of_day(self, day: date, *, copies: bool) -> list[ArticleRow]:
        """The rows of a day's articles, or copies, as they stand after the newest run."""
        if self._unpublished is None:
            self._unpublished = self._find_unpublished()
        rows = []
        for article_id in self._by_day.get((day, copies), ()):
            row = self._of_run(self._articles[article_id].runs[-1])[article_id]
            count, gone = self._copies[article_id], self._unpublished.get(article_id)
            rows.append(replace(row, copy_count=count, unpublished_at=gone))
        return rows

    def stories(self) -> dict[date, list[StoryRow]]:
        """The rows of all stories as they stand after the newest run, by partition day."""
        members: dict[str, list[str]] = defaultdict(list)
        found: dict[str, StoryRow] = {}
        known = frequencies.NONE
        for described in self.manifests:
            run = described.run
            rows = {row.article_id: self._indexed(row.article_id, run) for row in self.revisions(run)}
            before = {key: self._indexed(key, earlier) for key in rows if (earlier := self._before(key, run))}
            new = [row for key, row in rows.items() if key not in before]
            weights = rarity(known, [row for row in new if row.copy_of is None])
            touched = sorted({row.story_id for row in rows.values() if row.story_id})
            for story_id in touched:
                earlier_rows = [before.get(key) or self._newest(key, run) for key in members[story_id]]
                members[story_id] += [row.article_id for row in new if row.story_id == story_id]
                later_rows = [rows.get(key) or self._newest(key, run) for key in members[story_id]]
                story = story_row(story_id, later_rows, weights=weights, run=run)
                if not earlier_rows or story != story_row(story_id, earlier_rows, weights=weights, run=run):
                    found[story_id] = story
            known = frequencies.changed(known, before=before.values(), after=rows.values())
        days: dict[date, list[StoryRow]] = defaultdict(list)
        for story in found.values():
            days[story.first_date].append(story)
        return days

    def syndication(self, names: Mapping[str, Collection[str]]) -> dict[date, list[SyndicationRow]]:
        """Each copy beside its original, as they stood when the copy's newest text was archived, by the copy's day.

        ``names`` gives, by source id, the folded names under which others credit a publisher.
        """
        found: dict[str, SyndicationRow] = {}
        for described in self.manifests:
            for row in self.revisions(described.run):
                runs = self._articles[row.copy_of].runs if row.copy_of in self._articles else ()
                before = max((run for run in runs if run <= described.run), default=None)
                if row.copy_of and before:
                    original = self._of_run(before)[row.copy_of]
                    called = names.get(original.source_id, ())
                    found[row.article_id] = syndication_row(row, original, names=called, run=described.run)
        days: dict[date, list[SyndicationRow]] = defaultdict(list)
        for article_id, compared in found.items():
            days[self._articles[article_id].day].append(compared)
        return days

    def indexed_before(self, article_ids: Iterable[str], run: str) -> dict[str, IndexRow]:
        """Index rows by article id as they stood before a run; ids that were not archived yet are left out."""
        known = {key: self._before(key, run) for key in article_ids if key in self._articles}
        return {key: self._indexed(key, earlier) for key, earlier in known.items() if earlier}

    def _add(self, row: ArticleRow, run: str) -> None:
        if row.date is None:
            raise FixityError(f"{layout.revisions(run)} is of schema {row.schema_version}, without days: upgrade it")
        known = self._articles.get(row.article_id)
        if known is None:
            known = self._articles[row.article_id] = _Article(row.date, row.story_id, row.copy_of)
            self._by_day[row.date, row.copy_of is not None].append(row.article_id)
        known.runs.append(run)

    def _of_run(self, run: str) -> dict[str, ArticleRow]:
        if run not in self._held:
            key = layout.revisions(run)
            rows = get_rows(self._store, key, ArticleRow) if key in self._keys else []
            kept = {row.article_id: row for row in rows if not self._taken.name(row.source_id, row.article_id)}
            self._held[run] = kept
            while len(self._held) > RUNS_HELD:
                self._held.popitem(last=False)
        self._held.move_to_end(run)
        return self._held[run]

    def _before(self, article_id: str, run: str) -> str | None:
        """The run of the article's newest revision before a run."""
        return max((known for known in self._articles[article_id].runs if known < run), default=None)

    def _newest(self, article_id: str, run: str) -> IndexRow:
        """The article's index row as a run left it."""
        return self._indexed(article_id, max(known for known in self._articles[article_id].runs if known <= run))

    def _indexed(self, article_id: str, run: str) -> IndexRow:
        """The index row of the revision read in a run."""
        if (article_id, run) not in self._index:
            row = self._of_run(run)[article_id]
            self._index[article_id, run] = archived_row(row, self._articles[article_id].day)
            while len(self._index) > ROWS_HELD:
                self._index.popitem(last=False)
        self._index.move_to_end((article_id, run))
        return self._index[article_id, run]

    def _find_unpublished(self) -> dict[str, datetime]:
        """When each article that is not up any more was found removed."""
        gone: dict[str, datetime] = {}
        for described in self.manifests:
            tonight: dict[str, datetime] = {}
            for row in self.outcomes(described.run):
                if row.article_id and row.outcome == "unpublished" and row.article_id not in gone:
                    tonight[row.article_id] = row.seen_at
                elif row.article_id and (row.outcome in ARCHIVED or row.outcome == "revisit"):
                    gone.pop(row.article_id, None)
            gone |= tonight
        return gone

    def each_outcome(self) -> Iterator[tuple[Manifest, Iterable[OutcomeRow]]]:
        """Outcomes of the sources that were published, run by run."""
        for described in self.manifests:
            published = {report.source_id for report in described.sources if report.state == "ok"}
            yield described, [row for row in self.outcomes(described.run) if row.source_id in published]
