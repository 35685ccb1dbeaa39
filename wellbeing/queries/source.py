"""Where a scenario comes from: the names that must not be in it, and the words to begin with."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import chain

from incidents.models import (
    Customer,
    CustomerIdentity,
    Incident,
    InvolvedColleague,
    Narrative,
    Takeover,
    Witness,
)
from people.models import Membership, Organisation, Site, Team, User
from wellbeing.masking import Hit, Known, doubtful, find, mask, remaining, segments
from wellbeing.models import Scenario, ScenarioConsent


def known_of(incident: Incident) -> Known:
    """Return every name that a scenario from this report must not hold.

    Everybody who ever worked in the team is a colleague, so that a mark points at nobody; and
    whoever saw it, stepped in or was part of it, wherever they work.
    """
    identities = list(CustomerIdentity.objects.filter(customer__in=_customers(incident)))
    teams = Team.objects.filter(pk__in=[incident.team_id, incident.team.parent_id])
    sites = Site.objects.values_list("name", "city")
    house = Organisation.current()
    numbers = chain.from_iterable((i.reference, i.phone, i.email) for i in identities)
    return Known(
        customers=_filled(i.name for i in identities),
        colleagues=_filled(_colleagues(incident)),
        places=_filled(
            [house.name, *teams.values_list("name", flat=True), *chain.from_iterable(sites)]
        ),
        numbers=_filled(numbers),
    )


def _customers(incident: Incident) -> set[int]:
    """The customer, with the organisation or the contact persons that belong to it."""
    if incident.customer_id is None:
        return set()
    pk = incident.customer_id
    near = Customer.objects.filter(contact_persons=pk) | Customer.objects.filter(organisation=pk)
    return {pk, *near.values_list("pk", flat=True)}


def _colleagues(incident: Incident) -> Iterable[str]:
    members = Membership.objects.filter(team=incident.team_id).values_list("user", flat=True)
    witnesses = Witness.objects.filter(incident=incident).values_list("person", flat=True)
    involved = InvolvedColleague.objects.filter(incident=incident).values_list("person", flat=True)
    stepped_in = Takeover.objects.filter(incident=incident).values_list("taken_by", "person")
    named = [pk for pk in (incident.reported_by_id, incident.written_by_id) if pk]
    linked = {*witnesses, *involved, *chain.from_iterable(stepped_in), *named}
    people = User.objects.filter(pk__in={*members, *linked})
    return people.values_list("name", flat=True)


def _filled(texts: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(text for text in texts if text))


@dataclass(frozen=True)
class Original:
    """The words of a report as their reader may see them, and what the tool makes of them."""

    pieces: list[tuple[str, str]]
    proposal: str
    doubts: list[str]


def original_of(incident: Incident, reader: User, language: str) -> Original:
    """Return the reporter's words with what was found in them, and the proposed text."""
    rows = Narrative.objects.visible_to(reader).filter(incident=incident)
    text = "\n".join(rows.values_list("body", flat=True))
    known = known_of(incident)
    hits = find(text, known)
    pieces = list(segments(text, hits, language))
    return Original(pieces, mask(text, known, language), doubtful(text, known))


def left_in(scenario: Scenario) -> list[Hit]:
    """Return what in a scenario could still give somebody away, each piece once."""
    consent = ScenarioConsent.objects.select_related("incident__team").get(scenario=scenario)
    known = known_of(consent.incident)
    texts = chain.from_iterable(text.words for text in scenario.texts.all())
    found = chain.from_iterable(remaining(text, known, scenario.cleared) for text in texts)
    return list({hit.key: hit for hit in found}.values())


def doubts_in(scenario: Scenario, known: Known) -> list[str]:
    """Return what in a scenario may be a name and may be a word: for eyes, not for the tool.

    Who takes the second look may not learn whom the report names: ask for them with no names.
    """
    texts = chain.from_iterable(text.words for text in scenario.texts.all())
    return doubtful("\n".join(texts), known)
