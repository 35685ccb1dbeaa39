"""A moment has no day of its own: only a place has one."""

import re

from tests.architecture.tree import files, short

# `now` is in UTC: its date is yesterday's wherever midnight has passed already.
DAY_OF_NOW = re.compile(r"\b(?:now|now\(\)|now\(dt\.UTC\))\.date\(\)")


def test_day_of_now_is_asked_of_a_place() -> None:
    found = [
        f"{short(path)}: {hit.group()}"
        for path in files("*.py")
        for hit in DAY_OF_NOW.finditer(path.read_text(encoding="utf-8"))
    ]
    assert found == [], "write timezone.localdate(now), or the day of the organisation"
