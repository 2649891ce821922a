"""``python -m crawlers.newsroom --night 1`` serves one night until interrupted and prints the address."""

import argparse
import sys
from threading import Event

from crawlers.newsroom.nights import NIGHTS
from crawlers.newsroom.server import serving
from storage.errors import WarraqError


def main() -> int:
    """Serve; exit 0 on Ctrl-C, 1 or 2 with one line on stderr when the newsroom cannot be served."""
    parser = argparse.ArgumentParser(prog="python -m crawlers.newsroom", description="Serve the practice newsroom.")
    parser.add_argument("--night", type=int, choices=NIGHTS, default=1)
    parser.add_argument("--port", type=int, default=0, help="0: a free one")
    arguments = parser.parse_args()
    try:
        with serving(arguments.night, arguments.port) as newsroom:
            sys.stdout.write(f"{newsroom.url}\n")
            sys.stdout.flush()
            Event().wait()
    except KeyboardInterrupt:
        return 0
    except WarraqError as error:
        sys.stderr.write(f"{error}\n")
        return error.exit_code
    except OSError as error:
        sys.stderr.write(f"port {arguments.port} cannot be used ({error.strerror}): give another, or 0\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
