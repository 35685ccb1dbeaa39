"""Whole files: which rows are good, which cells are wrong, and which row is which."""

import csv
import io
from datetime import UTC, datetime, time
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from incidents.register.identity import Identities
from incidents.register.rows import BadCell, Entry
from incidents.register.survey import read_entries, survey

NOW = datetime(2026, 11, 18, 13, 5, tzinfo=UTC)
AMSTERDAM = ZoneInfo("Europe/Amsterdam")
GOOD = {
    "Datum": "06-01-2026",
    "Tijd": "16:40",
    "Team": "Balie Noord",
    "Gemeld door": "els@firma.example",
    "Kanaal": "balie",
    "Gedrag": "schelden, duwen",
    "Klantnummer": "K1",
    "Product/dienst": "Verhuizing",
    "Omschrijving": "Bleef bellen.\nVijf keer.",
    "Klacht terecht?": "deels",
}


def written(*rows: dict[str, str], delimiter: str = ";", encoding: str = "utf-8") -> bytes:
    stream = io.StringIO(newline="")
    headings = list(dict.fromkeys(heading for row in rows for heading in row))
    writer = csv.DictWriter(stream, headings, delimiter=delimiter, restval="")
    writer.writeheader()
    writer.writerows(rows)
    return stream.getvalue().encode(encoding)


def read(tmp_path: Path, content: bytes, **mapping: str) -> list[Entry | list[BadCell]]:
    path = tmp_path / "register.csv"
    path.write_bytes(content)
    return list(read_entries(survey(path, mapping), zone=AMSTERDAM, now=NOW))


def read_one(tmp_path: Path, **cells: str) -> Entry | list[BadCell]:
    row = GOOD | {heading.replace("_", " "): text for heading, text in cells.items()}
    (only,) = read(tmp_path, written(row))
    return only


def entry_of(tmp_path: Path, **cells: str) -> Entry:
    only = read_one(tmp_path, **cells)
    assert isinstance(only, Entry), only
    return only


def bad_columns(tmp_path: Path, **cells: str) -> list[str]:
    only = read_one(tmp_path, **cells)
    assert isinstance(only, list), only
    assert all(cell.row == 2 and cell.expected for cell in only)
    return [cell.column for cell in only]


def test_rows_are_read_into_canonical_words(tmp_path: Path) -> None:
    entry = entry_of(tmp_path)
    assert entry.occurred_at == datetime(2026, 1, 6, 15, 40, tzinfo=UTC)
    assert (entry.team, entry.reported_by) == ("Balie Noord", "els@firma.example")
    assert entry.behaviours == ("spit_or_touch", "swearing")
    assert (entry.channel, entry.complaint_valid) == ("counter", "partly")
    assert (entry.customer, entry.product) == ("K1", "Verhuizing")
    assert entry.narrative == "Bleef bellen.\nVijf keer."


@pytest.mark.parametrize(
    ("heading", "text", "column"),
    [
        ("Datum", "31-02-2026", "date"),
        ("Datum", "", "date"),
        ("Datum", "12/25/2025", "date"),
        ("Datum", "19-11-2026", "date"),
        ("Datum", "01-01-1900", "date"),
        ("Tijd", "25:00", "time"),
        ("Tijd", "ochtend", "time"),
        ("Team", "", "team"),
        ("Team", "-", "team"),
        ("Team", "x" * 121, "team"),
        ("Gemeld door", "", "reported_by"),
        ("Gemeld door", "els@", "reported_by"),
        ("Gemeld door", "els de vries@firma.example", "reported_by"),
        ("Kanaal", "postduif", "channel"),
        ("Gedrag", "", "behaviour"),
        ("Gedrag", "onzin", "behaviour"),
        ("Gedrag", "schelden, onzin", "behaviour"),
        ("Klantnummer", "K" * 61, "customer"),
        ("Product/dienst", "P" * 121, "product"),
        ("Omschrijving", "w" * 10_001, "narrative"),
        ("Klacht terecht?", "blauw", "complaint_valid"),
    ],
)
def test_rows_name_the_cell_that_is_wrong(
    tmp_path: Path, heading: str, text: str, column: str
) -> None:
    assert bad_columns(tmp_path, **{heading: text}) == [column]


def test_rows_name_every_cell_that_is_wrong(tmp_path: Path) -> None:
    assert bad_columns(tmp_path, Datum="x", Gedrag="onzin", Kanaal="postduif") == [
        "date",
        "channel",
        "behaviour",
    ]


def test_rows_in_the_hour_that_the_clock_skipped_are_bad(tmp_path: Path) -> None:
    assert bad_columns(tmp_path, Datum="29-03-2026", Tijd="02:30") == ["time"]


def test_rows_of_today_that_are_still_to_come_are_bad(tmp_path: Path) -> None:
    assert bad_columns(tmp_path, Datum="18-11-2026", Tijd="14:30") == ["time"]
    assert entry_of(tmp_path, Datum="18-11-2026", Tijd="14:00").clock == time(14)


def test_rows_without_a_time_happen_at_noon_and_never_in_the_future(tmp_path: Path) -> None:
    entry = entry_of(tmp_path, Tijd="")
    assert entry.clock is None
    assert entry.occurred_at == datetime(2026, 1, 6, 11, 0, tzinfo=UTC)
    early = datetime(2026, 11, 18, 5, 0, tzinfo=UTC)
    path = tmp_path / "today.csv"
    path.write_bytes(written(GOOD | {"Datum": "18-11-2026", "Tijd": ""}))
    (today,) = read_entries(survey(path, {}), zone=AMSTERDAM, now=early)
    assert isinstance(today, Entry)
    assert today.occurred_at == early


def test_rows_read_the_time_that_stands_behind_the_date(tmp_path: Path) -> None:
    for text in ("2026-01-06T16:40", "06-01-2026 16:40", "2026-01-06T15:40:00Z"):
        assert entry_of(tmp_path, Datum=text, Tijd="").occurred_at == datetime(
            2026, 1, 6, 15, 40, tzinfo=UTC
        )
    assert entry_of(tmp_path, Datum="2026-01-06 00:00:00").clock == time(16, 40)
    assert bad_columns(tmp_path, Datum="2026-01-06T25:40", Tijd="") == ["date"]


def test_rows_follow_the_clock_of_the_team(tmp_path: Path) -> None:
    path = tmp_path / "register.csv"
    path.write_bytes(written(GOOD))
    zones = {"balie noord": ZoneInfo("America/Curacao")}
    (entry,) = read_entries(survey(path, {}), zone=AMSTERDAM, now=NOW, zones=zones)
    assert isinstance(entry, Entry)
    assert entry.occurred_at == datetime(2026, 1, 6, 20, 40, tzinfo=UTC)


@pytest.mark.parametrize("text", ['=HYPERLINK("http://x","klik")', "+31", "-2+3", "@SUM(A1)"])
def test_rows_keep_formulas_as_text(tmp_path: Path, text: str) -> None:
    assert entry_of(tmp_path, Omschrijving=text).narrative == text
    assert entry_of(tmp_path, Klantnummer=text).customer == text
    assert entry_of(tmp_path, Team=text).team == text


@pytest.mark.parametrize("text", ["", "-", "n.v.t.", "N/A", "geen", "onbekend"])
def test_rows_read_nothing_where_people_write_nothing(tmp_path: Path, text: str) -> None:
    entry = read_one(tmp_path, **{"Klantnummer": text, "Product/dienst": text})
    assert isinstance(entry, Entry)
    assert (entry.customer, entry.product) == ("", "")


def test_rows_need_no_optional_columns_and_bear_trailing_empty_ones(tmp_path: Path) -> None:
    content = b"Datum;Team;Melder;Gedrag;;;\r\n06-01-2026;Balie;Els;schelden;;;\r\n;;;;;;\r\n"
    (entry,) = read(tmp_path, content)
    assert isinstance(entry, Entry)
    assert (entry.channel, entry.complaint_valid, entry.narrative) == ("other", "", "")


def test_rows_with_a_delimiter_outside_quotation_marks_are_bad(tmp_path: Path) -> None:
    content = b"Datum;Team;Melder;Gedrag\r\n06-01-2026;Balie;Els;schelden;dreigen\r\n"
    (bad,) = read(tmp_path, content)
    assert isinstance(bad, list)
    assert [(cell.row, cell.column) for cell in bad] == [(2, "behaviour")]


def test_rows_of_a_file_without_a_needed_column_are_not_read(tmp_path: Path) -> None:
    for content, missing in [
        (b"", ["date", "team", "reported_by", "behaviour"]),
        (b"Datum;Team;Melder\r\n1-1-2026;A;B\r\n", ["behaviour"]),
    ]:
        path = tmp_path / "register.csv"
        path.write_bytes(content)
        found = survey(path, {})
        assert [(cell.row, cell.column) for cell in found.faults] == [(1, c) for c in missing]
        assert list(read_entries(found, zone=AMSTERDAM, now=NOW)) == []


def keys_of(entries: list[Entry | list[BadCell]]) -> list[str]:
    identities = Identities()
    return [identities.key(entry) for entry in entries if isinstance(entry, Entry)]


def test_identity_is_the_same_however_the_file_was_saved(tmp_path: Path) -> None:
    dutch = written(GOOD | {"Omschrijving": "één\r\ntwee"}, encoding="cp1252")
    english = {
        "Narrative": "één\ntwee ",
        "Occurred at": "2026-01-06T16:40:00",
        "Team": "  balie  NOORD",
        "Reporter": "Els@Firma.example",
        "Channel": "counter",
        "Behaviours": "pushed; swore",
        "Customer": "k1",
        "Product": "VERHUIZING",
        "Complaint valid": "partly",
        "Colour": "blue",
    }
    first = keys_of(read(tmp_path, dutch))
    assert first == keys_of(read(tmp_path, written(english, delimiter=",", encoding="utf-8-sig")))
    assert len(first) == 1


@pytest.mark.parametrize("heading", sorted(GOOD))
def test_identity_changes_with_every_column(tmp_path: Path, heading: str) -> None:
    other = {
        "Datum": "07-01-2026", "Tijd": "", "Team": "B", "Gemeld door": "Jo", "Kanaal": "chat",
        "Gedrag": "schelden", "Klantnummer": "", "Product/dienst": "", "Omschrijving": "",
        "Klacht terecht?": "",
    }  # fmt: skip
    changed = GOOD | {heading: other[heading]}
    assert len(set(keys_of(read(tmp_path, written(GOOD, changed))))) == 2


def test_identity_counts_equal_rows(tmp_path: Path) -> None:
    twice = keys_of(read(tmp_path, written(GOOD, GOOD)))
    assert len(set(twice)) == 2
    assert keys_of(read(tmp_path, written(GOOD, GOOD, GOOD)))[:2] == twice
    assert all(len(key) <= 64 for key in twice)


PIECES = st.sampled_from(
    [
        "Datum", "Team", "Melder", "Gedrag", "Tijd", ";", ",", "\t", '"', "\r\n", "\n", "\r", "=",
        " ", "06-01-2026", "2026-01-06T25:61", "16:40", "schelden", "en", "(", "\x00", "\ufeff",
        "é", "sep=;",
    ]
)  # fmt: skip


@given(head=st.booleans(), pieces=st.lists(PIECES | st.text(max_size=5), max_size=60))
def test_rows_of_any_scribble_are_read_or_refused_without_breaking(
    tmp_path_factory: pytest.TempPathFactory, pieces: list[str], *, head: bool
) -> None:
    path = tmp_path_factory.mktemp("scribble") / "register.csv"
    text = ("Datum;Team;Melder;Gedrag\n" if head else "") + "".join(pieces)
    path.write_bytes(text.encode("utf-8", errors="surrogatepass"))
    found = survey(path, {})
    read = list(read_entries(found, zone=AMSTERDAM, now=NOW))
    assert found.columns.missing or len(read) == found.records
    assert all(isinstance(row, Entry) or row for row in read)


@given(content=st.binary(max_size=300))
def test_rows_of_any_bytes_are_read_or_refused_without_breaking(
    tmp_path_factory: pytest.TempPathFactory, content: bytes
) -> None:
    path = tmp_path_factory.mktemp("bytes") / "register.csv"
    path.write_bytes(b"Datum;Team;Melder;Gedrag\n" + content)
    found = survey(path, {})
    assert len(list(read_entries(found, zone=AMSTERDAM, now=NOW))) == found.records
