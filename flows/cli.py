"""The command line: ``warraq …``. Results on stdout, progress and logs on stderr.

Exit status: 0 done, 1 failed, 2 wrong usage.

Every import that costs time happens inside the command that needs it, so ``warraq --help`` is quick.
"""

import sys
from collections.abc import Callable
from typing import TYPE_CHECKING, Annotated, Any

import typer

from flows import cost
from storage.errors import WarraqError
from storage.plain import plain

if TYPE_CHECKING:
    from storage.settings import Settings

app = typer.Typer(
    name="warraq",
    help="Warraq (ورّاق): the Arabic geopolitical news archive.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)

Json = Annotated[bool, typer.Option("--json", help="Print JSON instead of a table.")]
AsOf = Annotated[str, typer.Option(help="A day YYYY-MM-DD: read the archive as it was known after that run.")]
SourcesOption = Annotated[
    str, typer.Option(help="practice, press, or source ids separated by commas; default: as configured.")
]


def _settings(**overrides: Any) -> "Settings":
    from storage.settings import Settings

    return Settings.load(**{name: value for name, value in overrides.items() if value})


@app.command()
def nightly(
    night: Annotated[int, typer.Option(min=0, max=3, help="Practice night; 0: the next one not archived yet.")] = 1,
    run: Annotated[str, typer.Option(help="Logical night YYYY-MM-DD of real publishers; default: today (UTC).")] = "",
    sources: SourcesOption = "",
    as_json: Json = False,
) -> None:
    """Gather, read, link and publish one night, and show what was archived."""
    from flows.run_nightly import run_nightly

    run_nightly(_settings(sources=sources), night=night, run=run, as_json=as_json)


@app.command()
def ui(
    port: Annotated[int, typer.Option(help="Port of the Prefect UI on loopback.")] = 4200,
    night: Annotated[int, typer.Option(min=1, max=3, help="Night the browsable newsroom shows.")] = 1,
) -> None:
    """Start Prefect's server and UI, a worker, the object store and the newsroom; Ctrl-C stops them all."""
    from flows.ui import run_ui

    run_ui(_settings(), port=port, night=night)


app.command("cost")(cost.command)

sources_app = typer.Typer(help="List the declared publishers, or draft a declaration.", add_completion=False)
app.add_typer(sources_app, name="sources", invoke_without_command=True)


@sources_app.callback(invoke_without_command=True)
def sources(
    context: typer.Context,
    group: Annotated[str, typer.Option(help="practice or press.")] = "",
    country: Annotated[str, typer.Option(help="Where its seat is, such as EG.")] = "",
    region: Annotated[str, typer.Option(help="peninsula, mashriq, nile, maghreb …; or gcc, amu, arab-league.")] = "",
    affiliation: Annotated[str, typer.Option(help="state-agency, state, state-linked, party, private …")] = "",
    enabled: Annotated[bool | None, typer.Option("--enabled/--disabled", help="Whether a night gathers it.")] = None,
    as_json: Json = False,
) -> None:
    """List the declared publishers."""
    if context.invoked_subcommand is not None:
        return
    from flows import registry

    registry.listed(
        registry.Filter(group=group, country=country, region=region, affiliation=affiliation, enabled=enabled), as_json
    )


@sources_app.command("add")
def sources_add(url: Annotated[str, typer.Argument(help="The publisher's front page.")]) -> None:
    """Look for a publisher's feeds and print the draft of its declaration."""
    from flows import registry

    registry.add(url, _settings())


@app.command()
def probe(
    sources: Annotated[list[str], typer.Argument(help="Ids of sources, or practice or press for all of them.")],
    pages: Annotated[int, typer.Option(min=0, max=20, help="Articles read of each source.")] = 3,
    as_json: Json = False,
) -> None:
    """Try sources: their feeds, how fresh they are, what is read of a few pages; exit 1 when one does not work."""
    from flows import registry

    if not registry.probe(sources, pages, _settings(), as_json):
        raise typer.Exit(1)


@app.command()
def show(
    what: Annotated[str, typer.Argument(help="An article id or the URL of an article.")],
    as_of: AsOf = "",
    as_json: Json = False,
) -> None:
    """Show an article with its revisions, its copies and its story."""
    from flows import shown
    from storage.archive import Archive

    with Archive(_settings(), as_of=as_of or None) as archive:
        shown.article(archive, what, as_json)


@app.command()
def diff(what: Annotated[str, typer.Argument(help="An article id or the URL of an article.")]) -> None:
    """Show what the newest revision of an article changed, word by word."""
    from flows import shown
    from storage.archive import Archive

    with Archive(_settings()) as archive:
        shown.difference(archive, what)


@app.command()
def query(
    sql: Annotated[
        str, typer.Argument(help="A query over articles, copies, stories, syndication, revisions, outcomes.")
    ],
    as_of: AsOf = "",
    as_json: Json = False,
) -> None:
    """Run a DuckDB query on the archive."""
    from flows import shown
    from storage.archive import Archive

    with Archive(_settings(), as_of=as_of or None) as archive:
        shown.rows(archive.sql(sql), as_json)


@app.command()
def verify(
    quick: Annotated[
        bool, typer.Option(help="Look at the listing alone: finds lost, added and cut objects, not a flipped byte.")
    ] = False,
    as_json: Json = False,
) -> None:
    """Check every object against its manifest, and that all rows add up; exit 1 when anything is wrong."""
    from flows import shown
    from storage import verify as proof
    from storage.objects import open_store

    with open_store(_settings()) as store:
        checks = proof.verify(store, quick=quick)
    if not shown.checks(checks, as_json, none="the archive is empty: no run is committed yet"):
        raise typer.Exit(1)


@app.command()
def repair(
    everything: Annotated[
        bool, typer.Option("--all", help="Make derived objects again that are whole, too, and compare.")
    ] = False,
    as_json: Json = False,
) -> None:
    """Put back what is lost or damaged, to the bytes that were committed; exit 1 when something cannot be."""
    from flows import shown
    from flows.taking import put_back

    checks = put_back(_settings(), everything=everything)
    if not shown.checks(checks, as_json, none="nothing is lost or damaged"):
        raise typer.Exit(1)


@app.command()
def upgrade() -> None:
    """Rewrite objects of older schema versions in the present one; can be stopped and run again."""
    from storage import upgrade as upgrading
    from storage.objects import open_store

    settings = _settings()
    with open_store(settings) as store:
        typer.echo(f"rewrote {len(upgrading.upgrade(store, settings))} objects")


@app.command()
def takedown(
    what: Annotated[str, typer.Argument(help="An article id, the URL of an article, or the id of a publisher.")] = "",
    reason: Annotated[str, typer.Option(help="Why; kept in the tombstone.")] = "",
    by: Annotated[str, typer.Option(help="Who asked for it; kept in the tombstone.")] = "",
    with_copies: Annotated[bool, typer.Option(help="Other publishers' copies of it, too.")] = False,
    yes: Annotated[bool, typer.Option("--yes", help="Do it; without, it only says what would be done.")] = False,
) -> None:
    """Take an article or a publisher out of the archive for good; without arguments, finish one that was begun."""
    from flows.taking import take_down

    take_down(_settings(), what, reason=reason, by=by, with_copies=with_copies, yes=yes)


@app.command()
def upkeep(
    yes: Annotated[bool, typer.Option("--yes", help="Do it; without, it only says what would be removed.")] = False,
) -> None:
    """Remove what the settings say is kept no longer: captures, superseded state, older versions of objects."""
    from flows.taking import keep_up

    keep_up(_settings(), yes=yes)


@app.command()
def report(
    run: Annotated[str, typer.Option(help="Logical night YYYY-MM-DD; default: the newest committed one.")] = "",
    open_page: Annotated[bool, typer.Option("--open", help="Open it in the browser.")] = False,
) -> None:
    """Fetch the report of a night and print where it is; nights that were not published have one too."""
    import webbrowser

    from flows.report_file import fetch_report
    from storage.objects import open_store

    settings = _settings()
    with open_store(settings) as opened:
        path = fetch_report(opened, settings.data_dir, run)
    typer.echo(str(path))
    if open_page:
        webbrowser.open(path.as_uri())


@app.command()
def store() -> None:
    """Keep the embedded object store running and print what readers need; Ctrl-C stops it."""
    from flows import shown
    from storage.errors import UsageError
    from storage.objects import open_store

    settings = _settings()
    if not settings.embedded:
        raise UsageError("WARRAQ_ENDPOINT_URL names a store of your own: there is no embedded one to keep running")
    with open_store(settings) as opened:
        shown.connection(opened.connection)
        _wait()


@app.command()
def newsroom(
    night: Annotated[int, typer.Option(min=1, max=3)] = 1,
    port: Annotated[int, typer.Option(help="Port on loopback; 0: any free one.")] = 0,
) -> None:
    """Serve the practice newsroom on loopback for a browser; Ctrl-C stops it."""
    from crawlers.newsroom.server import serving

    with serving(night, port) as site:
        typer.echo(f"newsroom, night {night}: {site.url}")
        _wait()


def _wait() -> None:
    import signal
    import threading

    stop = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):  # a shell's background job inherits SIGINT as ignored
        signal.signal(number, lambda *_: stop.set())
    stop.wait()


def main(run: Callable[[], None] = app) -> None:
    """Run the command line; an error of ours is one line with its remedy, never a traceback."""
    try:
        run()
    except WarraqError as error:
        typer.echo(f"warraq: {plain(str(error))}", err=True)
        sys.exit(error.exit_code)
    except KeyboardInterrupt:
        typer.echo("warraq: stopped", err=True)
        sys.exit(130)
