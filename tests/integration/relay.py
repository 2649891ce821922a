"""A relay in front of the store that counts the bytes it sends back: what a reader fetches, whatever it says."""

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit

PIECE = 65_536


class Relay:
    """Its address, and the bytes answered through it. Signatures stay valid: nothing of a request is changed."""

    def __init__(self, host: str, port: int) -> None:
        self._target = (host, port)
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self._listener.getsockname()[1]}"
        self.answered = 0
        self._lock = threading.Lock()
        threading.Thread(target=self._accept, daemon=True).start()

    def counted(self, call: Callable[[], object]) -> int:
        """Bytes answered while ``call`` runs."""
        before = self.answered
        call()
        return self.answered - before

    def close(self) -> None:
        """Take no more connections."""
        self._listener.close()

    def _accept(self) -> None:
        while True:
            try:
                client, _ = self._listener.accept()
            except OSError:
                return
            store = socket.create_connection(self._target)
            threading.Thread(target=self._pass, args=(client, store, False), daemon=True).start()
            threading.Thread(target=self._pass, args=(store, client, True), daemon=True).start()

    def _pass(self, origin: socket.socket, target: socket.socket, is_answer: bool) -> None:
        try:
            while piece := origin.recv(PIECE):
                if is_answer:
                    with self._lock:
                        self.answered += len(piece)
                target.sendall(piece)
            target.shutdown(socket.SHUT_WR)
        except OSError:
            origin.close()
            target.close()


@contextmanager
def relaying(url: str) -> Iterator[Relay]:
    """A relay to the server at ``url``."""
    parts = urlsplit(url)
    relay = Relay(str(parts.hostname), int(parts.port or 80))
    try:
        yield relay
    finally:
        relay.close()
