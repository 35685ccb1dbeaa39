"""Severity S0 to S4: how far the customer went, and how seriously to care for the colleague."""

from collections.abc import Iterable

from incidents.codes import BEHAVIOUR_BY_NUMBER, Reading, Severity

# What one report takes out of people, to add up. Our own default, no validity is claimed.
WEIGHT = {
    Severity.HEATED: 0,
    Severity.RUDE: 1,
    Severity.ABUSIVE: 3,
    Severity.THREAT_OR_DAMAGE: 6,
    Severity.PHYSICAL: 10,
}


def severity_of(behaviours: Iterable[int]) -> Severity:
    """Return the highest severity among behaviour numbers; none of them means S0.

    This is the value that every step toward a customer rests on. Raises KeyError on a number
    that is not a behaviour.
    """
    return max((BEHAVIOUR_BY_NUMBER[number].severity for number in behaviours), default=Severity(0))


def care_severity(severity: Severity, reading: Reading | None) -> Severity:
    """Return the severity that care and alerts follow: the person's own reading may raise it.

    The reading never lowers it and never counts toward the customer.
    """
    return max(severity, Severity(reading or 0))
