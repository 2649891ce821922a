"""Progress of a night for whoever watches this process: the command line's live table or plain lines.

The flow tells, a listener shows; without a listener nothing happens (the Prefect UI has its own view).
"""

from collections.abc import Callable
from dataclasses import dataclass

Listener = Callable[["Event"], None]

_listeners: list[Listener] = []


@dataclass(frozen=True, slots=True)
class Event:
    """One step forward."""

    stage: str
    """``gather``, ``read``, ``link``, ``publish``, ``report``, ``commit`` or ``log``."""
    source_id: str
    """The source it concerns; empty for the whole night."""
    message: str
    """In words."""
    warning: bool = False
    """True when something is wrong that the person should see now."""


def listen(listener: Listener) -> Callable[[], None]:
    """Add a listener; the returned call removes it."""
    _listeners.append(listener)
    return lambda: _listeners.remove(listener)


def tell(stage: str, source_id: str, message: str, *, warning: bool = False) -> None:
    """Tell every listener."""
    for listener in list(_listeners):
        listener(Event(stage, source_id, message, warning))
