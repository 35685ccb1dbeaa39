"""Bytes to records: encodings, delimiters, quotation marks, and the row a spreadsheet shows."""

import csv
import io
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from incidents.register.source import (
    Layout,
    NotATable,
    Record,
    detect_encoding,
    detect_layout,
    read_records,
)

HEADINGS = ["Datum", "Tijd", "Team", "Gemeld door", "Gedrag", "Omschrijving"]
ROW = ["06-01-2026", "16:40", "Winkel Café-straat", "els@firma.example", "schelden", "€ 45, “weg”"]


def file_of(path: Path, content: bytes) -> Path:
    target = path / "register.csv"
    target.write_bytes(content)
    return target


def records_of(path: Path) -> list[Record]:
    return list(read_records(path, detect_layout(path)))


def written(rows: list[list[str]], delimiter: str = ";", ending: str = "\r\n") -> str:
    stream = io.StringIO(newline="")
    csv.writer(stream, delimiter=delimiter, lineterminator=ending).writerows(rows)
    return stream.getvalue()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("delimiter", [";", ",", "\t", "|"])
@pytest.mark.parametrize("ending", ["\r\n", "\n", "\r"])
def test_source_reads_every_way_of_saving(
    tmp_path: Path, encoding: str, delimiter: str, ending: str
) -> None:
    text = written([HEADINGS, ROW], delimiter, ending)
    found = records_of(file_of(tmp_path, text.encode(encoding)))
    assert [record.cells for record in found] == [HEADINGS, ROW]
    assert [record.row for record in found] == [1, 2]


def test_source_prefers_windows_where_a_few_bytes_look_like_utf8(tmp_path: Path) -> None:
    text = written([HEADINGS, ["", "", "CAFÉ” één ä ö ü", "", "", ""]])
    path = file_of(tmp_path, text.encode("cp1252"))
    assert detect_encoding(path) == "cp1252"
    assert records_of(path)[1].cells[2] == "CAFÉ” één ä ö ü"


def test_source_mends_a_stray_windows_byte_in_a_utf8_file(tmp_path: Path) -> None:
    good, stray = written([HEADINGS, ROW]), written([ROW])
    path = file_of(tmp_path, (good * 3).encode() + stray.replace("€", "").encode("cp1252"))
    assert records_of(path)[-1].cells[2] == "Winkel Café-straat"


def test_source_finds_an_encoding_that_only_shows_late(tmp_path: Path) -> None:
    plain = written([HEADINGS] + [["", "", "Balie", "", "", ""]] * 20_000)
    path = file_of(tmp_path, plain.encode() + written([ROW]).encode("cp1252"))
    assert detect_encoding(path) == "cp1252"
    assert records_of(path)[-1].cells == ROW


def test_source_drops_what_the_database_cannot_keep(tmp_path: Path) -> None:
    path = file_of(tmp_path, b"Datum;Team\r\n01-01-2026;Ba\x00lie\r\n")
    assert records_of(path)[1].cells == ["01-01-2026", "Balie"]


@pytest.mark.parametrize("start", [b"PK\x03\x04 workbook", b"\xd0\xcf\x11\xe0 old", b"%PDF-1.7"])
def test_source_refuses_a_workbook_with_a_hint(tmp_path: Path, start: bytes) -> None:
    with pytest.raises(NotATable, match="CSV"):
        detect_layout(file_of(tmp_path, start))


def test_source_counts_rows_as_a_spreadsheet_shows_them(tmp_path: Path) -> None:
    text = 'Datum;Team;Omschrijving\r\na;b;"een\ntwee\r\ndrie"\r\n\r\n;;\r\nc;d;e\r\n'
    found = records_of(file_of(tmp_path, text.encode()))
    assert [(r.row, r.is_blank) for r in found] == [
        (1, False),
        (2, False),
        (3, True),
        (4, True),
        (5, False),
    ]
    assert found[1].cells[2] == "een\ntwee\r\ndrie"


def test_source_follows_the_separator_a_spreadsheet_announces(tmp_path: Path) -> None:
    path = file_of(tmp_path, b"sep=|\r\nDatum|Team\r\n01-01-2026|A;B,C\r\n")
    assert detect_layout(path) == Layout("utf-8", "|", has_separator_line=True)
    assert [r.cells for r in records_of(path)] == [["Datum", "Team"], ["01-01-2026", "A;B,C"]]
    assert records_of(path)[0].row == 1


def test_source_is_not_led_astray_by_commas_in_semicolon_headings(tmp_path: Path) -> None:
    path = file_of(tmp_path, b'Datum;"Team, afdeling, ploeg, vestiging";Gedrag\r\n1;2;3\r\n')
    assert detect_layout(path).delimiter == ";"


def test_source_survives_a_quotation_mark_that_never_closes(tmp_path: Path) -> None:
    lines = ["Datum;Team;Omschrijving", 'a;b;"open', "c;d;e", "f;g;h"]
    found = records_of(file_of(tmp_path, "\r\n".join(lines).encode()))
    assert [(r.row, r.is_broken) for r in found] == [(1, False), (2, True), (3, False), (4, False)]
    assert found[3].cells == ["f", "g", "h"]


def test_source_survives_an_unclosed_quotation_mark_in_a_long_file(tmp_path: Path) -> None:
    text = 'Datum;Team;Omschrijving\r\na;b;"open\r\n' + "c;d;e\r\n" * 5_000
    found = records_of(file_of(tmp_path, text.encode()))
    assert [r.row for r in found if r.is_broken] == [2]
    assert len(found) == 5_002


def test_source_reads_an_empty_file_as_no_records(tmp_path: Path) -> None:
    assert records_of(file_of(tmp_path, b"")) == []


TEXT = st.text(
    st.characters(codec="utf-8", exclude_characters="\x00", exclude_categories=["Cs"]), max_size=30
)


@given(
    rows=st.lists(st.lists(TEXT, min_size=6, max_size=6), max_size=6),
    delimiter=st.sampled_from([";", ",", "\t"]),
    mark=st.sampled_from(["utf-8", "utf-8-sig"]),
)
def test_source_gives_back_what_a_writer_wrote(
    tmp_path_factory: pytest.TempPathFactory, rows: list[list[str]], delimiter: str, mark: str
) -> None:
    stream = io.StringIO(newline="")
    csv.writer(stream, delimiter=delimiter, quoting=csv.QUOTE_ALL).writerows([HEADINGS, *rows])
    path = file_of(tmp_path_factory.mktemp("round"), stream.getvalue().encode(mark))
    assert [record.cells for record in records_of(path)] == [HEADINGS, *rows]
