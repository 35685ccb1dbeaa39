"""Headings, Dutch or English, to the canonical names of the columns."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from incidents.register.text import fold

REQUIRED = ("date", "team", "reported_by", "behaviour")

# Best name first: when two headings mean the same column, the one that stands earlier is used.
NAMES: Mapping[str, str] = {
    "date": (
        "date, datum, occurred at, occurred on, occurred, date time, datetime, date and time, "
        "datum tijd, datum en tijd, datumtijd, datum tijdstip, datum en tijdstip, "
        "incident date, date of incident, event date, date of event, when, wanneer, "
        "datum voorval, voorvaldatum, datum incident, incidentdatum, datum gebeurtenis, "
        "gebeurd op, voorgevallen op, plaatsgevonden op, happened at, happened on, timestamp, "
        "tijdstempel, dag, day, incident datetime, moment, meldingsdatum, datum melding, "
        "gemeld op, reported on, date reported, report date, reported at, registratiedatum, "
        "aangemaakt op, created at, created, aangemaakt"
    ),
    "time": (
        "time, tijd, tijdstip, uur, hour, time of day, tijd van de dag, incident time, "
        "time of incident, tijd incident, tijdstip incident, tijd voorval, tijdstip voorval, "
        "hoe laat, what time, clock, kloktijd, starttijd, start time, aanvangstijd, begintijd"
    ),
    "team": (
        "team, teamnaam, team naam, team name, ploeg, groep, group, unit, organisatie eenheid, "
        "organisatieonderdeel, organisational unit, bureau, locatie, location, vestiging, site, "
        "branch, filiaal, winkel, store, shop, office, kantoor, werkplek, workplace, waar, where, "
        "plaats, place"
    ),
    "department": "department, afdeling, division, divisie, sector, directie, dienst, dept",
    "reported_by": (
        "reported by, gemeld door, melder, reporter, reported by email, email reporter, "
        "reporter email, email medewerker, medewerker email, e mail medewerker, "
        "medewerker e mail, employee email, e mail melder, email melder, "
        "melder e mail, melder email, "
        "e mailadres melder, medewerker, employee, staff member, naam melder, melder naam, "
        "naam medewerker, medewerker naam, staff, werknemer, collega, colleague, "
        "ingediend door, submitted by, filed by, created by, aangemaakt door, "
        "ingevuld door, registered by, geregistreerd door, wie, who, e mail, email, "
        "e mailadres, emailadres, email address, naam, name, agent"
    ),
    "channel": (
        "channel, kanaal, contact channel, contactkanaal, communicatiekanaal, via, medium, "
        "contactvorm, contact type, type of contact, contactsoort, soort contact, "
        "contactmoment, wijze van contact, contactwijze, hoe, contact"
    ),
    "behaviour": (
        "behaviour, behavior, behaviours, behaviors, gedrag, gedragingen, soort gedrag, "
        "type of behaviour, type gedrag, gedrag klant, customer behaviour, customer behavior, "
        "what happened, wat gebeurde er, wat is er gebeurd, soort agressie, vorm van agressie, "
        "type agressie, agressievorm, agressie, aggression, type of aggression, "
        "aggression type, incident type, type of incident, type incident, soort incident, "
        "incidentsoort, incidenttype, aard, aard incident, aard van het incident, "
        "soort voorval, aard voorval, type voorval, soort melding, type melding, "
        "omgangsvorm, gedragscode, gedragscodes, behaviour codes, conduct, manner, "
        "categorie, category, soort, type, kind"
    ),
    "customer": (
        "customer, klantnummer, klantnr, klant nr, klant nummer, klant, klantreferentie, "
        "klant ref, klantref, klantcode, klantid, klant id, customer ref, customer reference, "
        "customer number, customer no, customer nr, customer id, customer code, client, "
        "client number, client id, clientnummer, client ref, client reference, cliëntnummer, "
        "relatienummer, relatienr, relatie, debiteurnummer, debiteur, debiteurnr, "
        "account number, account no, account, dossiernummer, dossier, "
        "zaaknummer, burger, inwoner, huurder, patient, patientnummer, bezoeker"
    ),
    "product": (
        "product, product dienst, product service, product or service, product of dienst, "
        "dienst product, dienst of product, service product, "
        "products, producten, productnaam, product name, productgroep, product group, service, "
        "dienstverlening, artikel, article, item, onderwerp, subject, topic, thema"
    ),
    "narrative": (
        "narrative, omschrijving, beschrijving, description, verhaal, own words, "
        "in own words, in your own words, eigen woorden, in eigen woorden, toelichting, "
        "explanation, details, detail, story, text, tekst, free text, vrije tekst, "
        "omschrijving incident, omschrijving voorval, omschrijving van het incident, "
        "beschrijving incident, beschrijving voorval, incident description, "
        "description of incident, summary, samenvatting, account of events, feiten, facts, "
        "opmerkingen, opmerking, remarks, remark, comments, comment, notes, note, notitie, "
        "notities, bijzonderheden, inhoud, content, incident, voorval, melding"
    ),
    "complaint_valid": (
        "complaint valid, klacht terecht, klacht gegrond, terecht, gegrond, valid complaint, "
        "complaint justified, justified complaint, complaint founded, was the complaint valid, "
        "was de klacht terecht, is de klacht terecht, klacht was terecht, terechte klacht, "
        "klacht terecht ja nee, complaint right, was the complaint right, complaint upheld, "
        "complaint validity, klacht oordeel, oordeel klacht, complaint, klacht, gelijk, "
        "valid, justified, upheld"
    ),
}
CANONICAL = tuple(name for name in NAMES if name != "department")
SPELLINGS = {
    name: {fold(spelling): rank for rank, spelling in enumerate(text.split(","))}
    for name, text in NAMES.items()
}
_FILLER_WORDS = "van het de een of the a an incident voorval melding gebeurtenis event report in"
FILLERS = frozenset(_FILLER_WORDS.split())
_EITHER = re.compile(r"[/|&,]|\b(?:of|or|en|and)\b", re.IGNORECASE)
LATE = 1_000  # the rank of a heading that was recognised only in part


@dataclass(frozen=True, slots=True)
class Columns:
    """Where each canonical column stands, which headings are not used, and what is missing."""

    places: dict[str, int]
    ignored: tuple[str, ...]
    missing: tuple[str, ...]
    width: int

    def cell(self, cells: Sequence[str], name: str) -> str:
        """The text in this column; a row that ends early has empty cells."""
        place = self.places.get(name)
        return cells[place].strip() if place is not None and place < len(cells) else ""


class UnknownMapping(Exception):
    """A mapping that names no heading of the file or no canonical column."""


def recognise(heading: str) -> tuple[str, int] | None:
    """The canonical name of a heading, with how well it fits (smaller is better)."""
    bare = heading.partition("(")[0]
    first, *others = _EITHER.split(bare)
    for text in (heading, bare):
        if found := _spelled(fold(text)):
            return found
    for text in (bare, first, *others):
        if found := _spelled(" ".join(word for word in fold(text).split() if word not in FILLERS)):
            return found[0], found[1] + LATE
    return None


def _spelled(folded: str) -> tuple[str, int] | None:
    """The column that has exactly this spelling."""
    for name, ranks in SPELLINGS.items():
        if folded and folded in ranks:
            return name, ranks[folded]
    return None


def count_recognised(headings: Sequence[str]) -> int:
    """How many different columns these headings name: the measure for the right delimiter."""
    found = (recognise(heading) for heading in headings)
    return len({match[0] for match in found if match})


def resolve(headings: Sequence[str], overrides: Mapping[str, str]) -> Columns:
    """Place every canonical column; overrides first, then the best fitting heading."""
    places = _overridden(headings, overrides)
    spoken_for = {fold(heading) for heading in overrides}
    ranks: dict[str, int] = {}
    for place, heading in enumerate(headings):
        match = recognise(heading)
        if match is None or fold(heading) in spoken_for or match[0] in overrides.values():
            continue
        name, rank = match
        if rank < ranks.get(name, LATE * 2):
            places[name], ranks[name] = place, rank
    if "team" not in places and "department" in places:
        places["team"] = places.pop("department")
    return Columns(
        places=places,
        ignored=_unused(headings, places),
        missing=tuple(name for name in REQUIRED if name not in places),
        width=len(headings),
    )


def _overridden(headings: Sequence[str], overrides: Mapping[str, str]) -> dict[str, int]:
    positions: dict[str, int] = {}
    for place, heading in enumerate(headings):
        positions.setdefault(fold(heading), place)
    places = {}
    for heading, name in overrides.items():
        if fold(heading) not in positions:
            message = f"The file has no column '{heading}'. It has: {', '.join(headings)}."
            raise UnknownMapping(message)
        if name in NAMES:
            places[name] = positions[fold(heading)]
        elif name not in ("", "ignore"):
            message = f"'{name}' is not a column. Choose from: {', '.join(NAMES)}, ignore."
            raise UnknownMapping(message)
    return places


def _unused(headings: Sequence[str], places: Mapping[str, int]) -> tuple[str, ...]:
    used = set(places.values())
    return tuple(h for i, h in enumerate(headings) if i not in used and h.strip())


def read_mapping(text: str) -> tuple[str, str]:
    """One `Heading=canonical` from the command line; the heading may hold an equals sign."""
    heading, equals, name = text.rpartition("=")
    if not equals or not heading.strip():
        message = f"Write the mapping as 'Heading=column', not '{text}'."
        raise UnknownMapping(message)
    known = recognise(name)
    canonical = fold(name).replace(" ", "_")
    return heading.strip(), canonical if canonical in NAMES or not known else known[0]
