"""Tests here share ``reading_pages``; with ``--import-mode=importlib`` their folder must be put on the path."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
