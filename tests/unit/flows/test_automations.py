"""The automations of deploy/automations/, with an address to send to and without."""

import socketserver
import threading
from collections.abc import Iterator
from email import message_from_bytes, policy
from pathlib import Path

import pytest

from flows.automations import _actions, declared, notifier
from storage.errors import UsageError


def test_without_an_address_only_those_that_do_more_than_send_are_left() -> None:
    left = [one.name for one in declared() if _actions(one, "")]
    assert left == ["warraq: end runs that show no sign of life"]


def test_with_an_address_each_sends_by_its_block_and_says_so_to_prefect_alone() -> None:
    for one in declared():
        made = _actions(one, "the-block")
        assert len(made) == len(one.actions)
        assert not any("block" in action for action in made)
        sent = [action for action in made if action["type"] == "send-notification"]
        assert all(action["block_document_id"] == "the-block" for action in sent)


def test_a_file_prefect_would_read_in_part_is_refused(tmp_path: Path) -> None:
    (tmp_path / "one.yaml").write_text("name: a\ndescription: b\ntrigger: {}\nactions: []\nactoins: []\n")
    with pytest.raises(UsageError, match=r"one\.yaml is not an automation"):
        declared(tmp_path)
    with pytest.raises(UsageError, match="no automations in"):
        declared(tmp_path / "none")


class _Mails(socketserver.ThreadingTCPServer):
    """An SMTP server that takes every mail."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Session)
        self.received: list[tuple[list[bytes], bytes]] = []


class _Session(socketserver.StreamRequestHandler):
    def handle(self) -> None:
        assert isinstance(self.server, _Mails)
        said: list[bytes] = []
        self.wfile.write(b"220 ready\r\n")
        while line := self.rfile.readline():
            said.append(line.strip())
            if line.upper().startswith(b"DATA"):
                self.wfile.write(b"354 go on\r\n")
                mail = b"".join(iter(self.rfile.readline, b".\r\n"))
                self.server.received.append((said, mail))
            self.wfile.write(b"221 bye\r\n" if line.upper().startswith(b"QUIT") else b"250 ok\r\n")


@pytest.fixture
def mails() -> Iterator[_Mails]:
    with _Mails() as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server
        server.shutdown()


def test_an_alert_is_sent_as_a_mail(mails: _Mails) -> None:
    address = f"mailto://127.0.0.1:{mails.server_address[1]}?from=warraq@example.org&to=duty@example.org"
    notifier(address).notify("hisn: لا مقالات منذ ثلاث ليال", subject="Warraq: source failed")
    ((said, mail),) = mails.received
    assert b"rcpt TO:<duty@example.org>" in said
    message = message_from_bytes(mail, policy=policy.default)
    assert (message["Subject"], message["From"]) == ("Warraq: source failed", "warraq@example.org")
    body = message.get_body(("plain",))
    assert body is not None
    assert "hisn: لا مقالات منذ ثلاث ليال" in body.get_content()


@pytest.mark.parametrize("address", ["duty@example.org", "ftp://example.org/alerts", "https:///alerts"])
def test_an_address_nothing_can_be_sent_to_is_refused(address: str) -> None:
    with pytest.raises(UsageError, match="neither mailto"):
        notifier(address)
