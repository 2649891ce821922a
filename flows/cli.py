"""The command line: ``warraq …``. Results on stdout, progress and logs on stderr.

Exit status: 0 done, 1 failed, 2 wrong usage.

Every import that costs time happens inside the command that needs it, so ``warraq --help`` is quick.
"""

import sys
from collections.abc import Callable
from typing import Annotated

import typer

from flows import cost
from flows.commands import Json, SourcesOption, settings_of, works
from storage.errors import WarraqError
from storage.plain import plain

app = typer.Typer(
    name="warraq",
    help="Warraq (ورّاق): the Arabic geopolitical news archive.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)

AsOf = Annotated[str, typer.Option(help="A day YYYY-MM-DD: read the archive as it was known after that run.")]


@app.command()
def nightly(
    night: Annotated[int, typer.Option(min=0, max=3, help="Practice night; 0: the next one not archived yet.")] = 1,
    run: Annotated[str, typer.Option(help="Logical night YYYY-MM-DD of real publishers; default: today (UTC).")] = "",
    sources: SourcesOption = "",
    as_json: Json = False,
) -> None:
    """Gather, read, link and publish one night, and show what was archived."""
    from flows.run_nightly import run_nightly

    run_nightly(settings_of(sources=sources), night=night, run=run, as_json=as_json)


@app.command()
def ui(
    port: Annotated[int, typer.Option(help="Port of the Prefect UI on loopback.")] = 4200,
    night: Annotated[int, typer.Option(min=1, max=3, help="Night the browsable newsroom shows.")] = 1,
) -> None:
    """Start Prefect's server and UI, a worker, the object store and the newsroom; Ctrl-C stops them all."""
    from flows.ui import run_ui

    run_ui(settings_of(), port=port, night=night)


app.add_typer(works)
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

    registry.add(url, settings_of())


@app.command()
def probe(
    sources: Annotated[list[str], typer.Argument(help="Ids of sources, or practice or press for all of them.")],
    pages: Annotated[int, typer.Option(min=0, max=20, help="Articles read of each source.")] = 3,
    as_json: Json = False,
) -> None:
    """Try sources: their feeds, how fresh they are, what is read of a few pages; exit 1 when one does not work."""
    from flows import registry

    if not registry.probe(sources, pages, settings_of(), as_json):
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

    with Archive(settings_of(), as_of=as_of or None) as archive:
        shown.article(archive, what, as_json)


@app.command()
def diff(what: Annotated[str, typer.Argument(help="An article id or the URL of an article.")]) -> None:
    """Show what the newest revision of an article changed, word by word."""
    from flows import shown
    from storage.archive import Archive

    with Archive(settings_of()) as archive:
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

    with Archive(settings_of(), as_of=as_of or None) as archive:
        shown.rows(archive.sql(sql), as_json)


@app.command()
def report(
    run: Annotated[str, typer.Option(help="Logical night YYYY-MM-DD; default: the newest committed one.")] = "",
    open_page: Annotated[bool, typer.Option("--open", help="Open it in the browser.")] = False,
) -> None:
    """Fetch the report of a night and print where it is; nights that were not published have one too."""
    import webbrowser

    from flows.report_file import fetch_report
    from storage.objects import open_store

    settings = settings_of()
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

    settings = settings_of()
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
