"""The page a person looks at after a night: static, self-contained, right to left, the same for the same night.

Everything on it comes from strangers, so Jinja escapes all of it, each piece is isolated from the direction of the
text around it, only http(s) addresses become links, and the page carries no script.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from babel import Locale
from babel.dates import format_date
from jinja2 import Environment, PackageLoader, StrictUndefined

from crawlers.sources import all_sources
from flows import charts, summary, words
from flows.assemble import NightRows
from flows.daykinds import day_kind, hijri_text
from flows.linking.diff import Change, word_diff
from storage import layout
from storage.health import HealthRow
from storage.manifest import Manifest, SourceReport
from storage.outcomes import KNOWN
from storage.records import ArticleRow, IndexRow, OutcomeRow, StoryRow

MOST_STORIES = 12
"""Stories on the page: what a person reads in a minute; the archive has them all."""
MOST_ARTICLES = 300
"""New articles listed on the page; more would make it slow to open."""
MOST_COUNTRIES = 12


@dataclass(frozen=True, slots=True)
class Telling:
    """How one publisher titled a story."""

    publisher: str
    title: str | None
    url: str
    article_id: str
    tonight: ArticleRow | None
    """Tonight's row; None for an article of an earlier night."""


@dataclass(frozen=True, slots=True)
class StoryView:
    """A story as shown."""

    story: StoryRow
    tellings: list[Telling]


@dataclass(frozen=True, slots=True)
class Revised:
    """An article with a new revision."""

    row: ArticleRow
    title: list[Change]
    """What changed in its headline; empty when it is the same."""


@dataclass(frozen=True, slots=True)
class Removed:
    """An article its publisher took down."""

    outcome: OutcomeRow
    title: str | None


@dataclass(frozen=True, slots=True)
class SourceView:
    """A source in the table of health."""

    report: SourceReport
    new: int
    known: int
    copies: int
    dated: float | None
    """Share of its new articles with a date."""
    spark: str


def wanted(rows: NightRows) -> set[str]:
    """Ids of the articles of earlier nights the report shows."""
    of_stories = {article for story in _top(rows) for article in story.article_ids}
    removed = {row.article_id for row in rows.outcomes if row.outcome == "unpublished" and row.article_id}
    return of_stories | removed | {row.article_id for row in rows.revisions if row.revision > 1}


def render(
    described: Manifest, rows: NightRows, *, known: Mapping[str, IndexRow], history: Sequence[HealthRow]
) -> str:
    """The report of a night as one HTML document.

    ``known`` are rows of ``wanted`` as of the night before, ``history`` what was measured on earlier nights.
    """
    environment = Environment(
        loader=PackageLoader("flows"), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    environment.tests["web"] = lambda url: url.startswith(("https://", "http://"))
    environment.filters |= {"publisher": publisher, "ar": _country_ar, "en": _country_en}
    nights = sorted([*history, *rows.health], key=lambda row: row.run)
    fresh = [row for row in rows.revisions if row.revision == 1]
    countries = Counter(code for row in fresh for code in row.countries)
    return environment.get_template("report.html").render(
        night=described,
        words=words,
        layout=layout,
        level=_level(described),
        troubles=[source for source in described.sources if source.failure],
        day=_day_words(layout.night_of(described.run)),
        totals=summary.totals(described),
        unpublished=[_removed(row, known) for row in rows.outcomes if row.outcome == "unpublished"],
        stories=[_story(story, rows, known) for story in _top(rows)],
        story_count=sum(map(len, rows.stories.values())),
        revised=[_revised(row, known.get(row.article_id)) for row in _by_source(rows.revisions) if row.revision > 1],
        fresh=_by_source(fresh)[:MOST_ARTICLES],
        fresh_count=len(fresh),
        countries=sorted(countries.items(), key=lambda item: (-item[1], item[0]))[:MOST_COUNTRIES],
        shapes=charts.country_map(countries),
        map_size=charts.map_size(),
        bars=charts.bars(_volumes(nights)),
        bar=charts.BAR,
        chart_width=charts.NIGHTS * charts.BAR,
        chart_height=charts.HEIGHT,
        sources=_sources(described, rows.health, nights),
        ledger_columns=summary.LEDGER_COLUMNS,
        ledger=summary.ledger_table(described),
    )


def publisher(source_id: str) -> str:
    """The publisher's own name, or the id of one that is no longer declared."""
    found = all_sources().get(source_id)
    return found.name if found else source_id


def _country_ar(code: str) -> str:
    return words.COUNTRIES.get(code) or str(Locale("ar").territories.get(code, code))


def _country_en(code: str) -> str:
    return str(Locale("en").territories.get(code, code))


def _level(described: Manifest) -> str:
    if not all(check.passed for check in described.checks):
        return "failed"
    return "look" if any(source.failure for source in described.sources) else "good"


def _day_words(day: date) -> dict[str, str]:
    """The night's day in words."""
    season = words.SEASONS.get(day_kind(day).season, ("", ""))
    return {
        "ar": format_date(day, "full", locale="ar_EG@numbers=latn"),
        "hijri": hijri_text(day),
        "en": format_date(day, "full", locale="en_GB"),
        "season_ar": season[0],
        "season_en": season[1],
    }


def _by_source(rows: Iterable[ArticleRow]) -> list[ArticleRow]:
    return sorted(rows, key=lambda row: (row.source_id, row.article_id))


def _top(rows: NightRows) -> list[StoryRow]:
    """The stories with articles of tonight, those most publishers carry first."""
    tonight = {row.story_id for row in rows.revisions}
    stories = [story for day in rows.stories.values() for story in day if story.story_id in tonight]
    stories.sort(key=lambda story: (-len(story.source_ids), -story.article_count, story.story_id))
    return stories[:MOST_STORIES]


def _story(story: StoryRow, rows: NightRows, known: Mapping[str, IndexRow]) -> StoryView:
    tonight = {row.article_id: row for row in rows.revisions}
    found: list[ArticleRow | IndexRow] = [
        row for key in story.article_ids if (row := tonight.get(key) or known.get(key)) is not None
    ]
    found.sort(key=lambda row: (row.article_id not in tonight, row.copy_of is not None, row.source_id, row.article_id))
    return StoryView(
        story,
        [
            Telling(
                publisher(row.source_id), row.title, row.canonical_url, row.article_id, tonight.get(row.article_id)
            )
            for row in found
        ],
    )


def _revised(row: ArticleRow, before: IndexRow | None) -> Revised:
    changes = word_diff(before.title or "", row.title or "") if before else []
    return Revised(row, changes if any(change.op != "equal" for change in changes) else [])


def _removed(row: OutcomeRow, known: Mapping[str, IndexRow]) -> Removed:
    article = known.get(row.article_id or "")
    return Removed(row, article.title if article else None)


def _volumes(nights: Iterable[HealthRow]) -> list[tuple[str, int, int]]:
    """New articles and the copies among them by night, oldest first."""
    totals: dict[str, tuple[int, int]] = defaultdict(lambda: (0, 0))
    for row in nights:
        new, copies = totals[row.run]
        totals[row.run] = (new + row.new_count, copies + row.copy_count)
    return [(run, *totals[run]) for run in sorted(totals)[-charts.NIGHTS :]]


def _dated(row: HealthRow | None) -> float | None:
    return row.dated_count / row.new_count if row and row.new_count else None


def _sources(described: Manifest, tonight: Iterable[HealthRow], nights: Iterable[HealthRow]) -> list[SourceView]:
    """Sources that need a person first."""
    measured = {row.source_id: row for row in tonight}
    counts: dict[str, list[int]] = defaultdict(list)
    for row in nights:
        counts[row.source_id].append(row.new_count)
    views = []
    for source in described.sources:
        views.append(
            SourceView(
                source,
                new=source.counts.get("new", 0) + source.counts.get("copy", 0),
                known=sum(source.counts.get(word, 0) for word in KNOWN),
                copies=source.counts.get("copy", 0),
                dated=_dated(measured.get(source.source_id)),
                spark=charts.spark(counts[source.source_id][-charts.NIGHTS :]),
            )
        )
    return sorted(views, key=lambda view: (view.report.failure is None, view.report.source_id))
