"""Progress of a work for whoever watches this process: the command line's table or lines, Prefect's progress artifact.

The work tells, listeners show; without a listener nothing happens.
"""

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass

Listener = Callable[["Event"], None]

_listeners: list[Listener] = []


@dataclass(frozen=True, slots=True)
class Event:
    """One step forward."""

    stage: str
    """``gather``, ``read``, ``link``, ``publish``, ``report``, ``commit`` or ``log``; of other works their name."""
    source_id: str
    """The source it concerns; empty for the work as a whole."""
    message: str
    """In words."""
    warning: bool = False
    """True when something is wrong that the person should see now."""
    share: float | None = None
    """How much of the work is done, 0 to 1; None when the event says nothing of it."""


def listen(listener: Listener) -> Callable[[], None]:
    """Add a listener; the returned call removes it."""
    _listeners.append(listener)
    return lambda: _listeners.remove(listener)


def tell(stage: str, source_id: str, message: str, *, warning: bool = False, share: float | None = None) -> None:
    """Tell every listener."""
    for listener in list(_listeners):
        listener(Event(stage, source_id, message, warning, share))


MOST_TOLD = 20
"""Most parts a work is told in: each costs whoever shows it some hundredths of a second (chosen 2026-11-28)."""


class Steps:
    """Counts the steps of a work whose number is known, and tells now and then how much is left. Thread-safe."""

    def __init__(self, stage: str, total: int, what: str, *, clock: Callable[[], float] = time.monotonic) -> None:
        """``what`` names the steps in the plural, such as ``objects``."""
        self._stage, self._total, self._what = stage, total, what
        self._clock, self._began = clock, clock()
        self._done, self._told = 0, -1
        self._lock = threading.Lock()

    def done(self, count: int = 1) -> None:
        """``count`` more steps are done."""
        with self._lock:
            self._done = min(self._total, self._done + count)
            mark = self._done * MOST_TOLD // self._total
            if mark == self._told:
                return
            self._told = mark
            share = self._done / self._total
            left = (self._clock() - self._began) * (1 - share) / share
        tell(self._stage, "", f"{self._done} of {self._total} {self._what}{_left(left)}", share=share)


def _left(seconds: float) -> str:
    if seconds < 1:
        return ""
    return f", about {seconds:.0f} s left" if seconds < 90 else f", about {seconds / 60:.0f} min left"
