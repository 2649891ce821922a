"""The automations of deploy/automations/, with an address to send to and without."""

from pathlib import Path

import pytest

from flows.automations import _actions, declared
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
