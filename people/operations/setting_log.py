"""Writing down that a setting became something else."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from people.models import SettingChange, Team, User


def note_settings(
    *,
    actor: User,
    area: str,
    before: Mapping[str, Any],
    after: Mapping[str, Any],
    now: dt.datetime,
    team: Team | None = None,
) -> list[SettingChange]:
    """Write a line for each setting whose value differs; called by the operation that sets it.

    `before` and `after` name settings by a stable key; one that is missing was not set, or is no
    more. Values are what JSON can hold. Checks: nothing; who may set is the caller's. Writes: the
    lines. Sends nothing.
    """
    changed = [name for name in {**before, **after} if before.get(name) != after.get(name)]
    return SettingChange.objects.bulk_create(
        SettingChange(
            at=now, by=actor, area=area, name=name, team=team,
            old=before.get(name), new=after.get(name),
        )
        for name in changed
    )  # fmt: skip
