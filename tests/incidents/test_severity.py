import pytest
from django.db import DatabaseError, IntegrityError, transaction

from incidents.codes import (
    BEHAVIOUR_BY_KEY,
    BEHAVIOURS,
    BEHAVIOURS_FIRST,
    LISTS,
    Reading,
    Severity,
)
from incidents.models import Incident
from incidents.severity import care_severity, severity_of
from tests.factories import IncidentFactory

# Written out by hand from the table of practice, not derived from the code under test.
EXPECTED = {
    0: {"review_or_legal_threat", "tense"},
    1: {"shouting", "swearing", "pushing", "disrespect", "other"},
    2: {
        "personal_insult",
        "discrimination",
        "sexual",
        "persistence",
        "humiliation_demand",
        "filming_or_posting_staff",
    },
    3: {
        "threat_words",
        "threat_person_or_family",
        "intimidation",
        "refuses_to_leave_or_hang_up",
        "property",
    },
    4: {"spit_or_touch", "physical", "weapon"},
}


def test_severity_of_every_behaviour_is_that_of_the_table() -> None:
    assert sum(len(keys) for keys in EXPECTED.values()) == len(BEHAVIOURS)
    for severity, keys in EXPECTED.items():
        for key in keys:
            assert severity_of([BEHAVIOUR_BY_KEY[key].number]) == severity, key


def test_severity_of_several_is_the_highest() -> None:
    numbers = [BEHAVIOUR_BY_KEY[key].number for key in ("swearing", "weapon", "personal_insult")]
    assert severity_of(numbers) == Severity.PHYSICAL


def test_severity_of_unknown_number_is_refused() -> None:
    with pytest.raises(KeyError):
        severity_of([999])


def test_care_severity_is_raised_by_the_reading_and_never_lowered() -> None:
    for severity in Severity:
        assert care_severity(severity, None) == severity
        for reading in Reading:
            assert care_severity(severity, reading) == max(int(severity), int(reading))


@pytest.mark.parametrize("words", LISTS.values(), ids=LISTS.keys())
def test_code_list_numbers_and_keys_are_unique(words: tuple) -> None:
    assert len({word.number for word in words}) == len(words)
    assert len({word.key for word in words}) == len(words)
    assert all(str(word.label) for word in words)


@pytest.mark.parametrize("change", [{"severity": 1}, {"behaviours": [1]}, {"severity": 4}])
@pytest.mark.django_db
def test_severity_is_changed_by_nobody(change: dict[str, object]) -> None:
    """The database keeps what follows from the report, whoever asks; judgements stand beside it."""
    incident = IncidentFactory.create()
    with pytest.raises(DatabaseError), transaction.atomic():
        Incident.objects.filter(pk=incident.pk).update(**change)


@pytest.mark.django_db
def test_database_knows_the_table_too() -> None:
    """Whatever writes a report, its severity is the one of the table."""
    for keys in ({"swearing"}, *EXPECTED.values(), {"swearing", "weapon", "tense"}):
        numbers = [BEHAVIOUR_BY_KEY[key].number for key in keys]
        computed = int(severity_of(numbers))
        IncidentFactory.create(behaviours=numbers, severity=computed)
        for other in set(range(5)) - {computed}:
            with pytest.raises(IntegrityError), transaction.atomic():
                IncidentFactory.create(behaviours=numbers, severity=other)


def test_every_chip_and_code_has_one_severity_of_the_table() -> None:
    told = [key for keys in EXPECTED.values() for key in keys]
    assert sorted(told) == sorted(BEHAVIOUR_BY_KEY)
    assert {key for keys in BEHAVIOURS_FIRST.values() for key in keys} <= set(told)
    assert all(isinstance(word.severity, Severity) for word in BEHAVIOURS)
