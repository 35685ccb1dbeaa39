"""Headings to canonical names."""

import pytest

from incidents.register.columns import UnknownMapping, read_mapping, recognise, resolve

DUTCH = (
    "Datum;Tijd;Team;Afdeling;Gemeld door;Kanaal;Gedrag;Klantnummer;Product/dienst;"
    "Omschrijving;Klacht terecht?"
)
ENGLISH = (
    "occurred_at;team;department;reported_by;channel;behaviours;customer_ref;product;narrative;"
    "complaint_valid"
)


@pytest.mark.parametrize("headings", [DUTCH, ENGLISH])
def test_columns_are_found_in_both_languages(headings: str) -> None:
    columns = resolve(headings.split(";"), {})
    assert columns.missing == ()
    assert columns.ignored == ()
    assert len(columns.places) == len(headings.split(";"))


@pytest.mark.parametrize(
    ("heading", "name"),
    [
        ("DATUM", "date"),
        ("Datum (dd-mm-jjjj)", "date"),
        ("Datum incident", "date"),
        ("Date of the incident", "date"),
        ("Date/Time", "date"),
        ("Tijdstip*", "time"),
        ("Time of incident", "time"),
        ("Team naam", "team"),
        ("Naam melder", "reported_by"),
        ("Reported-By", "reported_by"),
        ("E-mail", "reported_by"),
        ("Medewerker", "reported_by"),
        ("Contact channel", "channel"),
        ("Soort agressie", "behaviour"),
        ("BEHAVIORS", "behaviour"),
        ("Aard van het incident", "behaviour"),
        ("Klantnr.", "customer"),
        ("Customer ID", "customer"),
        ("Relatienummer", "customer"),
        ("Dienst/Product", "product"),
        ("Locatie / team", "team"),
        ("Medewerker of naam", "reported_by"),
        ("Kosten / uren", None),
        ("Product of dienst", "product"),
        ("Toelichting", "narrative"),
        ("Was de klacht terecht?", "complaint_valid"),
        ("Complaint justified?", "complaint_valid"),
        ("Kleur", None),
        ("", None),
        ("=SUM(A1)", None),
    ],
)
def test_columns_fold_case_accents_and_punctuation(heading: str, name: str | None) -> None:
    found = recognise(heading)
    assert (found[0] if found else None) == name


def test_columns_take_the_best_of_two_headings_and_name_the_other() -> None:
    columns = resolve(["Datum melding", "Datum", "Team", "Team", "Melder", "Gedrag", "Kleur"], {})
    assert columns.places["date"] == 1
    assert columns.places["team"] == 2
    assert columns.ignored == ("Datum melding", "Team", "Kleur")


def test_columns_read_a_department_as_the_team_where_there_is_no_other() -> None:
    columns = resolve(["Datum", "Afdeling", "Melder", "Gedrag"], {})
    assert columns.places["team"] == 1
    assert columns.missing == ()


def test_columns_that_are_required_are_missed() -> None:
    assert resolve(["Datum", "Kanaal"], {}).missing == ("team", "reported_by", "behaviour")


def test_columns_obey_a_mapping_before_what_they_look_like() -> None:
    headings = ["Datum", "Groep", "Team", "Melder", "Gedrag", "Kleur"]
    columns = resolve(headings, {"groep": "team", "Kleur": "product", "Melder": "ignore"})
    assert columns.places["team"] == 1
    assert columns.places["product"] == 5
    assert columns.missing == ("reported_by",)
    assert columns.ignored == ("Team", "Melder")


def test_columns_refuse_a_mapping_that_fits_nothing() -> None:
    with pytest.raises(UnknownMapping, match="no column 'Smaak'"):
        resolve(["Datum"], {"Smaak": "date"})
    with pytest.raises(UnknownMapping, match="'flavour' is not a column"):
        resolve(["Datum"], {"Datum": "flavour"})


def test_columns_mapping_is_read_from_the_command_line() -> None:
    assert read_mapping("Gemeld door=reported_by") == ("Gemeld door", "reported_by")
    assert read_mapping("a=b=Gedrag") == ("a=b", "behaviour")
    with pytest.raises(UnknownMapping):
        read_mapping("Datum")


def test_columns_give_an_empty_cell_for_a_row_that_ends_early() -> None:
    columns = resolve(["Datum", "Team", "Melder", "Gedrag", "Omschrijving"], {})
    assert columns.cell(["x"], "narrative") == ""
    assert columns.cell(["x"], "product") == ""
