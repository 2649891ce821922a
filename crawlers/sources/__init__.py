"""The registry: every module of ``press/`` and ``practice/`` declares one ``SOURCE``."""

import difflib
import importlib
import pkgutil
from functools import cache

from crawlers.source import Source
from storage.errors import SettingsError, UnknownSourceError

GROUPS = ("press", "practice")


@cache
def all_sources() -> dict[str, Source]:
    """Every declared source by id, sorted by id. A declaration that is wrong raises ``SettingsError`` naming it."""
    found: dict[str, Source] = {}
    for group in GROUPS:
        package = importlib.import_module(f"{__name__}.{group}")
        for module in pkgutil.iter_modules(package.__path__):
            found[module.name] = _declared(f"{package.__name__}.{module.name}", module.name, group)
    return dict(sorted(found.items()))


def _declared(module: str, name: str, group: str) -> Source:
    try:
        source = importlib.import_module(module).SOURCE
    except (ValueError, TypeError, AttributeError, SyntaxError, NameError) as error:
        raise SettingsError(f"{module}: {error}") from error
    if not isinstance(source, Source) or source.id != name or source.group != group:
        raise SettingsError(f"{module}: SOURCE must be a Source whose id is {name!r} and whose group is {group!r}")
    return source


def get_source(source_id: str) -> Source:
    """The source of an id; raises ``UnknownSourceError`` that names the closest ids."""
    sources = all_sources()
    if source_id in sources:
        return sources[source_id]
    close = difflib.get_close_matches(source_id, sources, n=3) or sorted(sources)[:3]
    raise UnknownSourceError(
        f"unknown source {source_id!r}: did you mean {', '.join(close)}? `warraq sources` lists all"
    )


def select_sources(selection: str) -> list[Source]:
    """Sources of a group name or of ids separated by commas, sorted by id; disabled ones only when named."""
    if selection in GROUPS:
        return [s for s in all_sources().values() if s.group == selection and not s.disabled]
    ids = sorted({part.strip() for part in selection.split(",") if part.strip()})
    if not ids:
        raise UnknownSourceError("no source selected: give ids separated by commas, or `practice` or `press`")
    return [get_source(source_id) for source_id in ids]
