"""Environments of their own for the peers: none of their packages is one of Warraq's."""

import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path


def environment(home: Path, packages: Sequence[str]) -> Path:
    """The Python of an environment with these packages, made by uv when it is not there.

    Raises ``CalledProcessError``, with what uv said, when it cannot be made.
    """
    if not (home / "done").exists():
        own = [sys.executable, "-m", "uv"]
        uv = own if subprocess.run([*own, "--version"], capture_output=True, check=False).returncode == 0 else ["uv"]
        _run([*uv, "venv", "--quiet", "--clear", "--python", sys.executable, str(home)])
        _run([*uv, "pip", "install", "--quiet", "--python", str(home / "bin" / "python"), *packages])
        (home / "done").touch()
    return home / "bin" / "python"


def _run(command: list[str]) -> None:
    subprocess.run(command, check=True, capture_output=True, text=True)
