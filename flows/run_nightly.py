"""``warraq nightly``: one night in this process, shown live in a terminal and in plain lines elsewhere."""

import os
import sys
from contextlib import ExitStack
from importlib import import_module
from typing import Any

from rich.live import Live
from rich.markup import escape
from rich.table import Table

from flows import prefect_server, shown
from flows.progress import Event, listen
from storage import layout, manifest
from storage.errors import NightError
from storage.objects import open_store
from storage.plain import plain
from storage.settings import Settings


def run_nightly(settings: Settings, *, night: int, run: str, as_json: bool) -> None:
    """Run one night and print what was archived; raises what the night raises.

    Settings and store are tried first, so that a wrong one is told at once and not after Prefect's start.
    """
    prefect_server.configure(settings.data_dir)
    # The console shows our own progress; Prefect's log lines go to its API, for the UI.
    os.environ.setdefault("PREFECT_LOGGING_HANDLERS_CONSOLE_LEVEL", "CRITICAL")
    with ExitStack() as stack:
        store = stack.enter_context(open_store(settings))
        watch = stack.enter_context(_Watch())
        watch.say("starting Prefect")
        # The import takes seconds; Prefect reads its settings in it.
        stack.enter_context(prefect_server.api(settings.data_dir, lambda: import_module("flows.nightly")))
        from flows.nightly import nightly

        state: Any = nightly(night=night, run=run, sources=settings.sources, return_state=True)
        watch.close()
        prefect_server.send_held()
        if not state.is_completed():
            error = state.result(raise_on_failure=False)
            raise error if isinstance(error, Exception) else NightError(state.message or "the night failed")
        described = manifest.load(store, state.result())
        if as_json:
            shown.as_json(described.model_dump(mode="json"))
            return
        shown.night(described)
        _say_how_to_read(settings, described.run, store.connection.endpoint_url, settings.bucket)


def _say_how_to_read(settings: Settings, run: str, endpoint_url: str | None, bucket: str) -> None:
    out = shown.console()
    report = (settings.data_dir / layout.report(run)).resolve()
    out.print(f"\nArchive   s3://{bucket}/ at {endpoint_url or 'Amazon S3'}")
    out.print(f"Report    {report}")
    warraq = os.path.relpath(os.path.join(os.path.dirname(sys.executable), "warraq"))
    if settings.embedded:
        out.print("          (while Warraq or `warraq store` runs; the commands below start it by themselves)")
    out.print("\nRead it:")
    out.print(
        f'  {warraq} query "select source_id, title, published_at from articles order by published_at desc limit 10"'
    )
    python = os.path.relpath(sys.executable)
    out.print(f'  {python} -c "from storage.archive import Archive; print(Archive().articles().to_pandas())"')


class _Watch:
    """Shows progress on stderr: a table that moves in a terminal, a line an event elsewhere."""

    def __init__(self) -> None:
        self._console = shown.console(stderr=True)
        self._live = Live(console=self._console, refresh_per_second=8) if self._console.is_terminal else None
        self._sources: dict[str, tuple[str, str, bool]] = {}
        self._stage = ""

    def __enter__(self) -> "_Watch":
        self._unlisten = listen(self._event)
        if self._live:
            self._live.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._unlisten()
        self.close()

    def close(self) -> None:
        """Stop the live view and leave its last state on the screen."""
        if self._live:
            self._live.stop()
            self._live = None

    def say(self, message: str) -> None:
        """Show a step of the night as a whole."""
        self._event(Event("night", "", message))

    def _event(self, event: Event) -> None:
        if event.source_id:
            self._sources[event.source_id] = (event.stage, event.message, event.warning)
        else:
            self._stage = f"{event.stage}: {event.message}"
        if self._live:
            self._live.update(self._view())
        else:
            subject = f" {event.source_id}" if event.source_id else ""
            mark = "! " if event.warning else ""
            self._console.print(f"{mark}{event.stage}{subject}: {escape(plain(event.message))}", soft_wrap=True)

    def _view(self) -> Table:
        view = Table(box=None, pad_edge=False, show_header=False)
        for source_id, (stage, message, warning) in sorted(self._sources.items()):
            style = "red" if warning else "green" if stage == "read" else "yellow"
            view.add_row(source_id, f"[{style}]{stage}[/]", escape(plain(message)))
        view.add_row("[bold]night[/]", "", escape(self._stage))
        return view
