"""Care lived through in random order, compared with a small oracle."""

import datetime as dt
import os

import pytest
from django.utils import timezone
from hypothesis import HealthCheck, Phase, seed, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.wellbeing.care_machine import CareMachine
from tests.wellbeing.care_world import BEGIN

# A few lives in every run; `make drill-machine` lives through many more.
LIVES, STEPS = 20, 20


def live(patch: pytest.MonkeyPatch, lives: int = LIVES, steps: int = STEPS, first: int = 0) -> None:
    """Live through care so many times; the same number is always the same life.

    Each is drawn by itself: of many drawn together most would be slight variations of others.
    """
    moment = [BEGIN]
    patch.setattr(timezone, "now", lambda: moment[0])

    def set_clock(now: dt.datetime) -> None:
        moment[0] = now

    once = settings(
        max_examples=1,
        stateful_step_count=steps,
        phases=[Phase.generate],
        deadline=None,
        database=None,
        suppress_health_check=list(HealthCheck),
    )
    for number in range(first, first + lives):
        run_state_machine_as_test(
            seed(number)(lambda: CareMachine(set_clock)),  # type: ignore[arg-type] # any maker will do
            settings=once,
        )


@pytest.mark.django_db
def test_care_is_kept_whatever_happens(monkeypatch: pytest.MonkeyPatch) -> None:
    lives = int(os.environ.get("CARE_EXAMPLES", LIVES))
    steps = int(os.environ.get("CARE_STEPS", STEPS))
    live(monkeypatch, lives, steps, int(os.environ.get("CARE_FIRST", "0")))
