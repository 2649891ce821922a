"""The page a person looks at after a night: static, self-contained, right to left, the same for the same night.

Everything on it comes from strangers, so Jinja escapes all of it and the page carries no script.
"""

from dataclasses import dataclass

from jinja2 import Environment, PackageLoader, StrictUndefined

from flows import summary
from flows.assemble import NightRows
from storage.manifest import Manifest
from storage.records import ArticleRow, StoryRow

MOST_STORIES = 30
"""Stories on the page; the archive has them all."""


@dataclass(frozen=True, slots=True)
class StoryView:
    """A story as shown: its row and tonight's articles of it."""

    story: StoryRow
    articles: list[ArticleRow]


def render(described: Manifest, rows: NightRows) -> str:
    """The report of a night as one HTML document."""
    environment = Environment(
        loader=PackageLoader("flows"), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    return environment.get_template("report.html").render(
        night=described,
        columns=summary.COLUMNS,
        table=[*summary.table(described), summary.totals(described)],
        ledger_columns=summary.LEDGER_COLUMNS,
        ledger=summary.ledger_table(described),
        line=summary.one_line(described),
        stories=_stories(rows),
        revised=sorted((row for row in rows.revisions if row.revision > 1), key=lambda row: row.article_id),
        unpublished=[row for row in rows.outcomes if row.outcome == "unpublished"],
    )


def _stories(rows: NightRows) -> list[StoryView]:
    """Tonight's stories, most publishers first."""
    tonight: dict[str, list[ArticleRow]] = {}
    for row in rows.revisions:
        if row.story_id:
            tonight.setdefault(row.story_id, []).append(row)
    stories = [story for day in rows.stories.values() for story in day if story.story_id in tonight]
    stories.sort(key=lambda story: (-len(story.source_ids), -story.article_count, story.story_id))
    return [
        StoryView(story, sorted(tonight[story.story_id], key=lambda row: (row.source_id, row.article_id)))
        for story in stories[:MOST_STORIES]
    ]
