"""The bench of counted reports in short: all rivals agree, a wrong cell is seen, goals judge."""

from pathlib import Path

import pytest
from django.db.models import F

from bench.reports.data import NOW, fill
from bench.reports.goals import Goal
from bench.reports.rivals import Duck, disagreements, ducks, naive, ours, scoped
from reports.models import MonthHour, MonthTeam
from reports.operations.rollups import rebuild_rollups


@pytest.mark.django_db
def test_roll_ups_duckdb_and_the_orm_agree(tmp_path: Path) -> None:
    made = fill(2_000, seed=1)
    assert len(rebuild_rollups(now=NOW)) == 60
    duck = Duck(tmp_path)
    tiles = ours(), ducks(duck), naive()
    department = scoped([made.team + place for place in range(100)], duck)
    assert disagreements(*tiles) + disagreements(*department) == []
    MonthHour.objects.filter(pk=MonthHour.objects.earliest("pk").pk).update(
        reports=F("reports") + 1
    )
    MonthTeam.objects.filter(team=made.team).delete()
    assert disagreements(*tiles) + disagreements(*department) == [
        "Q5 weekday x hour",
        "months, 5 years",
    ]
    duck.close()


def test_a_goal_is_judged_from_its_size_on() -> None:
    most, least = Goal("G1", "", 1.2, 1.0, of=1_000), Goal("G4", "", 31, 30, is_least=True)
    assert (most.is_missed(999), most.is_missed(1_000), least.is_missed(1)) == (False, True, False)
    assert "asked from 1,000" in most.line(999)
    assert most.line(1_000).endswith("FAIL")
    assert least.line(1).endswith("PASS")
