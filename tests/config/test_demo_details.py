"""The details and judgements of the demonstration keep to the rules of the operations."""

import pytest

from config.demo.load import load_demonstration
from incidents.codes import BEHAVIOUR_BY_NUMBER
from incidents.models import Incident, Judgement, LadderStep
from incidents.operations import Details, judge_report
from incidents.operations.completing import detail_problems
from people.queries import database_now

pytestmark = pytest.mark.drill


@pytest.mark.django_db
def test_demo_details_are_what_the_operations_would_have_taken() -> None:
    now = database_now()
    load_demonstration(now=now, language="en", is_small=True, progress=lambda _: None)
    assert Incident.objects.exclude(trigger=None).exists()
    assert Incident.objects.confirmed().exists()
    assert LadderStep.objects.exists()
    assert detail_problems(Details(), behaviours=(), now=now) == []
    for old in Judgement.objects.select_related("incident", "judged_by")[:20]:
        judge_report(
            actor=old.judged_by,
            incident=old.incident,
            complaint_valid="unknown",
            is_manner_right=old.is_manner_right,
            behaviours=[BEHAVIOUR_BY_NUMBER[number].key for number in old.behaviours],
            reason=old.reason,
            now=now,
        )
