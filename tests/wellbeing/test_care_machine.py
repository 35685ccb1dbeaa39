"""Care lived through in random order, compared with a small oracle."""

import datetime as dt
import os

import pytest
from django.utils import timezone
from hypothesis import HealthCheck, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.wellbeing.care_machine import BEGIN, CareMachine

# A few lives in every run; `make drill-machine` lives through many more.
EXAMPLES = int(os.environ.get("CARE_EXAMPLES", "12"))
STEPS = int(os.environ.get("CARE_STEPS", "25"))


@pytest.mark.django_db
def test_care_is_kept_whatever_happens(monkeypatch: pytest.MonkeyPatch) -> None:
    moment = [BEGIN]
    monkeypatch.setattr(timezone, "now", lambda: moment[0])

    def set_clock(now: dt.datetime) -> None:
        moment[0] = now

    run_state_machine_as_test(
        lambda: CareMachine(set_clock),  # type: ignore[arg-type] # any maker of a machine will do
        settings=settings(
            max_examples=EXAMPLES,
            stateful_step_count=STEPS,
            deadline=None,
            database=None,
            derandomize=os.environ.get("CARE_EXAMPLES") is None,
            suppress_health_check=list(HealthCheck),
        ),
    )
