"""What lies ready in the data folder for a run that is not known yet: a crawl's spool, and what the work says of it.

Until ``make_ready`` it is unfinished work, which goes on where it was; then it is published or taken into a night.
"""

import json
import shutil
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from crawlers.gathered import Gathered
from crawlers.spool import GATHERED
from flows.runs import PUBLISHING
from storage import layout
from storage.errors import SpoolError
from storage.manifest import Check, Manifest
from storage.settings import Settings

READY = "0001-01-01"
"""Stands for the run, in folders and keys, until the run is known."""
PLACES = ("supplements/*", "hourly/*", "spool/*/hours/*")
"""Where folders lie in the data folder."""
NOTES, RUN = "notes.json", "run"
"""Files of its folder: what the work says of itself, and the run it is published as."""


@dataclass(frozen=True, slots=True)
class Folder:
    """Where a supplement lies ready: the spool of a crawl, of a run that is not known yet."""

    path: Path

    @classmethod
    def of(cls, settings: Settings, name: str) -> "Folder":
        """The folder of a work: its kind, a hyphen, and what is the same whenever the same work is done again."""
        return cls(settings.data_dir / "supplements" / name)

    @property
    def spool(self) -> Path:
        """Folder of the sources' folders, as a crawl leaves them."""
        return self.path / READY

    @property
    def ready(self) -> bool:
        """Whether everything to publish is there."""
        return (self.path / NOTES).exists()

    @property
    def notes(self) -> list[Check]:
        """What the work says of itself beside its links, as checks of its manifest."""
        return [Check.model_validate(item) for item in json.loads((self.path / NOTES).read_text(encoding="utf-8"))]

    def make_ready(self, notes: Iterable[Check]) -> None:
        """Say that everything to publish is there."""
        write(self.path / NOTES, json.dumps([note.model_dump() for note in notes], ensure_ascii=False).encode())

    def sources(self) -> list[Gathered]:
        """What was gathered, sorted by source."""
        found = sorted(self.spool.glob(f"*/{GATHERED}"))
        return [Gathered.from_json(path.read_text(encoding="utf-8")) for path in found]

    def run(self, latest: Manifest | None, clock: datetime) -> str:
        """The run it is published as: the one it began to write as, else the next free name."""
        kept = self.path / RUN
        if (self.spool / PUBLISHING).exists() and kept.exists():
            return kept.read_text()
        before = latest.run if latest else (clock.date() - timedelta(days=1)).isoformat()
        run = layout.next_supplement(before)
        write(kept, run.encode())
        return run

    def remove(self) -> None:
        """Free it."""
        shutil.rmtree(self.path, ignore_errors=True)


def forget(data_dir: Path, source_id: str) -> None:
    """Remove what lies ready of a source, hours between the nights too; a work that held it is to be done again."""
    for source in (found for where in PLACES for found in data_dir.glob(f"{where}/{READY}/{source_id}")):
        shutil.rmtree(source, ignore_errors=True)
        (source.parent.parent / NOTES).unlink(missing_ok=True)


def write(path: Path, data: bytes) -> None:
    """Write a file whole or not at all; raises ``SpoolError``."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        part = path.with_suffix(".part")
        part.write_bytes(data)
        part.replace(path)
    except OSError as error:
        raise SpoolError(f"cannot write {path}: {error}; free the disk or set WARRAQ_DATA_DIR") from error
