"""The command line's works beside the nights: proof, repair, upgrade, takedown, upkeep, automations.

Each calls the function its Prefect flow calls, too.
"""

from typing import TYPE_CHECKING, Annotated, Any

import typer

if TYPE_CHECKING:
    from storage.settings import Settings

works = typer.Typer()

Json = Annotated[bool, typer.Option("--json", help="Print JSON instead of a table.")]
SourcesOption = Annotated[
    str, typer.Option(help="practice, press, or source ids separated by commas; default: as configured.")
]


def settings_of(**overrides: Any) -> "Settings":
    """The settings of a command; options that were given win."""
    from storage.settings import Settings

    return Settings.load(**{name: value for name, value in overrides.items() if value})


@works.command()
def verify(
    quick: Annotated[
        bool, typer.Option(help="Look at the listing alone: finds lost, added and cut objects, not a flipped byte.")
    ] = False,
    as_json: Json = False,
) -> None:
    """Check every object against its manifest, and that all rows add up; exit 1 when anything is wrong."""
    from flows import shown
    from flows.taking import prove

    with shown.steps():
        checks = prove(settings_of(), quick=quick)
    if not shown.checks(checks, as_json, none="the archive is empty: no run is committed yet"):
        raise typer.Exit(1)


@works.command()
def repair(
    everything: Annotated[
        bool, typer.Option("--all", help="Make derived objects again that are whole, too, and compare.")
    ] = False,
    as_json: Json = False,
) -> None:
    """Put back what is lost or damaged, to the bytes that were committed; exit 1 when something cannot be."""
    from flows import shown
    from flows.taking import put_back

    with shown.steps():
        checks = put_back(settings_of(), everything=everything)
    if not shown.checks(checks, as_json, none="nothing is lost or damaged"):
        raise typer.Exit(1)


@works.command()
def upgrade() -> None:
    """Rewrite objects of older schema versions in the present one; can be stopped and run again."""
    from storage import upgrade as upgrading
    from storage.objects import open_store

    settings = settings_of()
    with open_store(settings) as store:
        typer.echo(f"rewrote {len(upgrading.upgrade(store, settings))} objects")


@works.command()
def takedown(
    what: Annotated[str, typer.Argument(help="An article id, the URL of an article, or the id of a publisher.")] = "",
    reason: Annotated[str, typer.Option(help="Why; kept in the tombstone.")] = "",
    by: Annotated[str, typer.Option(help="Who asked for it; kept in the tombstone.")] = "",
    with_copies: Annotated[bool, typer.Option(help="Other publishers' copies of it, too.")] = False,
    yes: Annotated[bool, typer.Option("--yes", help="Do it; without, it only says what would be done.")] = False,
) -> None:
    """Take an article or a publisher out of the archive for good; without arguments, finish one that was begun."""
    from flows import shown
    from flows.taking import take_down

    with shown.steps():
        take_down(settings_of(), what, reason=reason, by=by, with_copies=with_copies, yes=yes, say=shown.line)


@works.command()
def upkeep(
    yes: Annotated[bool, typer.Option("--yes", help="Do it; without, it only says what would be removed.")] = False,
) -> None:
    """Remove what the settings say is kept no longer: captures, superseded state, older versions of objects."""
    from flows import shown
    from flows.taking import keep_up

    with shown.steps():
        keep_up(settings_of(), yes=yes, say=shown.line)


@works.command()
def gather(sources: SourcesOption = "") -> None:
    """Gather what feeds list between the nights, for the coming night; nothing is published."""
    from flows import shown
    from flows.hourly import gather as gathered

    with shown.steps():
        shown.line(gathered(settings_of(sources=sources)))


@works.command()
def backfill(
    since: Annotated[str, typer.Argument(help="First day YYYY-MM-DD, in each publisher's zone.")],
    until: Annotated[str, typer.Argument(help="Last day YYYY-MM-DD.")],
    sources: SourcesOption = "",
    as_json: Json = False,
) -> None:
    """Gather a past range of days from dated feeds and sitemaps, and archive it beside the nights."""
    from flows import shown
    from flows.backfill import backfill as gathered

    with shown.steps():
        found = gathered(settings_of(sources=sources), since, until)
    for described in found:
        shown.supplement(described, as_json)
    if not found:
        shown.supplement(None, as_json)


@works.command("import-warc")
def import_warc(
    where: Annotated[str, typer.Argument(help="A WARC file: a path, or s3://bucket/key.")],
    sources: SourcesOption = "",
    as_json: Json = False,
) -> None:
    """Archive what a WARC or CC-NEWS file holds of the known publishers, as a run of its own."""
    from flows import shown
    from flows.importing import import_warc as imported

    with shown.steps():
        described = imported(settings_of(sources=sources), where)
    shown.supplement(described, as_json)


@works.command()
def reread(
    since: Annotated[str, typer.Option(help="First run YYYY-MM-DD; default: the first.")] = "",
    until: Annotated[str, typer.Option(help="Last run YYYY-MM-DD; default: the newest.")] = "",
    yes: Annotated[bool, typer.Option("--yes", help="Publish what the last reread without --yes has shown.")] = False,
    as_json: Json = False,
) -> None:
    """Read captures of earlier runs with today's reader, and show what would change; with --yes, archive it."""
    from flows import shown
    from flows.rereading import apply, plan

    with shown.steps():
        if yes:
            shown.supplement(apply(settings_of(), since, until), as_json)
        else:
            shown.differences(plan(settings_of(), since, until), as_json)


@works.command()
def automations() -> None:
    """Apply deploy/automations/ to the Prefect server, sending to WARRAQ_ALERTS; run again, it changes nothing."""
    from flows import shown
    from flows.automations import apply

    for line in apply(settings_of()):
        shown.line(line)
