"""``warraq automations``: the files of ``deploy/automations/`` as automations of the Prefect server.

Each file is one automation as Prefect's API takes it, but that ``block: alerts`` stands for the place of
``WARRAQ_ALERTS``, which is kept as a block of the server, named ``warraq-alerts``.

Prefect's own ``automation create`` makes another one each time. Here an automation is known by its name: one that is
as the file says is left alone, one that differs is replaced, and none is ever removed. What happens on failure:
``UsageError`` for a file or an address that cannot be used, before anything is changed.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import yaml
from pydantic import BaseModel, ConfigDict, ValidationError

from flows import prefect_server
from storage.errors import UsageError, WarraqError
from storage.settings import Settings

FOLDER = Path("deploy/automations")
BLOCK = "warraq-alerts"
LEFT_OUT = "left out"
"""How the line of an automation that has nowhere to send to begins."""


class Declared(BaseModel):
    """One file: what Prefect knows and nothing else, since it ignores unknown keys silently."""

    model_config = ConfigDict(extra="forbid")

    name: str
    description: str
    trigger: dict[str, Any]
    actions: list[dict[str, Any]]
    enabled: bool = True


def declared(folder: Path = FOLDER) -> list[Declared]:
    """The automations of a folder, sorted by file name; raises ``UsageError`` for a file that is none."""
    paths = sorted(folder.glob("*.yaml"))
    if not paths:
        raise UsageError(f"no automations in {folder}: run `warraq automations` in a checkout of Warraq")
    found = []
    for path in paths:
        try:
            found.append(Declared.model_validate(yaml.safe_load(path.read_text(encoding="utf-8"))))
        except (OSError, ValueError, yaml.YAMLError) as error:
            raise UsageError(f"{path} is not an automation: {error}") from None
    return found


def apply(settings: Settings, folder: Path = FOLDER) -> Iterator[str]:
    """Apply all; a line for each. Without an address those that only send are left out.

    Raises ``UsageError`` when there is no server, or for an address nothing can be sent to.
    """
    wanted = declared(folder)
    prefect_server.require(settings.data_dir)
    address = settings.alerts.get_secret_value()
    from prefect.client.orchestration import get_client  # after the server is known
    from prefect.events.schemas.automations import AutomationCore

    block_id = _keep_address(address) if address else ""
    with get_client(sync_client=True) as client:
        there = {one.name: one for one in client.read_automations()}
        for one in wanted:
            if not (actions := _actions(one, block_id)):
                yield f"{LEFT_OUT}   {one.name}: WARRAQ_ALERTS is empty"
                continue
            try:
                made = AutomationCore.model_validate({**one.model_dump(), "actions": actions})
            except ValidationError as error:
                raise UsageError(f"automation {one.name!r}: Prefect does not take it: {error}") from None
            earlier = there.get(one.name)
            if earlier is None:
                client.create_automation(made)
                yield f"created    {one.name}"
            elif _plain(earlier) != _plain(made):
                client.update_automation(earlier.id, made)
                yield f"replaced   {one.name}"
            else:
                yield f"unchanged  {one.name}"


def _actions(one: Declared, block_id: str) -> list[dict[str, Any]]:
    """What it does; without a block it sends nothing."""
    others = [action for action in one.actions if action.get("block") != "alerts"]
    if not block_id:
        return others
    return [
        {**{key: value for key, value in action.items() if key != "block"}, "block_document_id": block_id}
        if action.get("block") == "alerts"
        else action
        for action in one.actions
    ]


def _plain(automation: Any) -> Any:
    """What two automations have to have in common to do the same."""
    fields = automation.model_dump(mode="json", include={"name", "description", "enabled", "trigger", "actions"})
    fields["trigger"].pop("id", None)
    for name in ("after", "expect", "for_each"):
        fields["trigger"][name] = sorted(fields["trigger"].get(name) or ())
    return fields


def notifier(address: str) -> Any:
    """The Prefect block that sends to an address; raises ``UsageError`` for one that nothing can be sent to."""
    from prefect.blocks.notifications import CustomWebhookNotificationBlock, SlackWebhook
    from pydantic import SecretStr

    parts = urlsplit(address)
    if parts.scheme in ("mailto", "mailtos") or (parts.hostname or "").startswith("hooks.slack"):
        # Prefect hands any address that is not Slack's to Apprise as it is, and Apprise sends mail.
        return SlackWebhook(url=SecretStr(address))
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise UsageError("WARRAQ_ALERTS is neither mailto(s):// nor http(s)://")
    said = {"subject": "{{subject}}", "body": "{{body}}"}
    return CustomWebhookNotificationBlock(name="warraq", url=address, json_data=said, headers=None, cookies=None)


def _keep_address(address: str) -> str:
    """Keep the address in a block of the server, overwritten; the block's id."""
    block = notifier(address)
    try:
        return str(block.save(BLOCK, overwrite=True, _sync=True))
    except Exception as error:
        raise WarraqError(f"Prefect did not keep the address of the alerts: {error}") from error
