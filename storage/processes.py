"""Child processes that never outlive Warraq.

A child that is left behind by ``kill -9`` of its parent would hold a port, a lock or a spool. On Linux the
kernel itself ends it; elsewhere only an orderly end does.
"""

import ctypes
import os
import signal
import sys

_PR_SET_PDEATHSIG = 1
_PR_SET_NAME = 15
"""From linux/prctl.h."""
_MAX_NAME_BYTES = 15
"""The kernel cuts a longer name (``PR_SET_NAME`` in prctl(2))."""


def die_with_parent() -> None:
    """Ask the kernel to kill this process when the thread that started it ends. Linux only; else does nothing."""
    if not sys.platform.startswith("linux"):
        return
    parent = os.getppid()
    ctypes.CDLL(None, use_errno=True).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
    if os.getppid() != parent:  # it died before the call
        os._exit(1)


def name_process(name: str) -> None:
    """Show this process under a name in lists of processes, cut to 15 bytes. Linux only; else does nothing."""
    if sys.platform.startswith("linux"):
        ctypes.CDLL(None).prctl(_PR_SET_NAME, name.encode()[:_MAX_NAME_BYTES], 0, 0, 0)


def tied(command: list[str]) -> list[str]:
    """The command line that runs ``command`` so that it dies with the process that starts it."""
    return [sys.executable, "-m", "storage.processes", *command]


if __name__ == "__main__":
    die_with_parent()
    os.execvp(sys.argv[1], sys.argv[1:])
