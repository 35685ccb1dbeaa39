"""A sheet of attendances: good lines, bad lines with their number and reason, twice the same."""

import datetime as dt
import time
from collections.abc import Iterable

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from tests.cast import Cast
from tests.factories import CourseFactory, TrainingNeedFactory, UserFactory
from tests.wellbeing.pages import signed_in, text_of
from wellbeing.attendances import SIZE_MOST, Fault, SheetRefused, read_sheet
from wellbeing.models import Course, CourseAttendance

TODAY = dt.date(2026, 11, 22)
HEAD = "person;course;date\n"


def read(text: str, encoding: str = "utf-8") -> list[tuple[int, str]]:
    """Return the bad lines of a sheet as number and fault."""
    return [(line.row, line.fault) for line in read_sheet(text.encode(encoding), TODAY).bad]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("mark", [",", ";", "\t"])
def test_sheet_is_read_in_the_ways_spreadsheets_write(encoding: str, mark: str) -> None:
    lines = [("E-mailadres", "Cursus", "Datum"), ("zoë@voorbeeld.example", "Grenzen", "3-11-2026")]
    data = "\r\n".join(mark.join(cells) for cells in lines).encode(encoding)
    line = read_sheet(data, TODAY).lines[0]
    assert (line.row, line.person, line.course) == (2, "zoë@voorbeeld.example", "Grenzen")
    assert line.done_on == dt.date(2026, 11, 3)


def test_sheet_names_each_bad_line_and_why() -> None:
    bad = read(
        HEAD
        + "ana@luwte.example;Calm;2026-11-01\n"
        + ";Calm;2026-11-01\n"
        + "\n"
        + "ana@luwte.example;;2026-11-01\n"
        + "ana@luwte.example;Calm;\n"
        + "ana@luwte.example;Calm;31-02-2026\n"
        + "ana@luwte.example;Calm;2026-11-23\n"
        + "ana@luwte.example;Calm\n"
    )
    assert bad == [
        (3, Fault.NO_PERSON),
        (5, Fault.NO_COURSE),
        (6, Fault.NO_DAY),
        (7, Fault.BAD_DAY),
        (8, Fault.FUTURE),
        (9, Fault.NO_DAY),
    ]


@pytest.mark.parametrize(
    ("data", "fault"),
    [
        (b"", Fault.NOT_A_TABLE),
        (b"PK\x03\x04 a workbook", Fault.NOT_A_TABLE),
        (b"x" * (SIZE_MOST + 1), Fault.TOO_LARGE),
        (HEAD.encode() + b"a;b;2026-01-01\n" * 5_001, Fault.TOO_MANY),
    ],
)
def test_sheet_that_cannot_be_used_is_refused(data: bytes, fault: Fault) -> None:
    with pytest.raises(SheetRefused) as refused:
        read_sheet(data, TODAY)
    assert refused.value.fault == fault


def test_sheet_says_which_columns_are_missing() -> None:
    with pytest.raises(SheetRefused) as refused:
        read_sheet(b"naam;cursus\nAna;Calm\n", TODAY)
    assert refused.value.missing == ("person", "done_on")


@pytest.fixture
def calm(db: None) -> Course:
    return CourseFactory.create(name="Calm at the counter")


def upload(client: Client, lines: Iterable[str]) -> str:
    """Send a sheet and return the page that shows what would be added."""
    data = (HEAD + "\n".join(lines)).encode()
    file = SimpleUploadedFile("sheet.csv", data, content_type="text/csv")
    response = client.post(reverse("wellbeing:attendance_import"), {"file": file})
    assert response.status_code == 200
    return str(response.text)


def rows_in(page: str) -> str:
    return page.split('name="rows" value="')[1].split('"')[0]


def keep(client: Client, page: str) -> int:
    url = reverse("wellbeing:imported_attendances")
    return client.post(url, {"rows": rows_in(page)}).status_code


def test_import_shows_first_and_keeps_the_good_lines(cast: Cast, calm: Course) -> None:
    cast.dex.sign_in_name = "dex.kuiper"
    cast.dex.save(update_fields=["sign_in_name"])
    hana = signed_in(cast.hana)
    lines = [
        "ANA@luwte.example;calm at the COUNTER;2026-06-01",
        "dex.kuiper;Calm at the counter;2026-06-01",
        "nobody@luwte.example;Calm at the counter;2026-06-01",
        "ana@luwte.example;Juggling;2026-06-01",
        "=HYPERLINK(\"x\");<script>alert(1)</script>;2026-06-01",
        "ana@luwte.example;Calm at the counter;2026-06-01",
    ]  # fmt: skip
    page = upload(hana, lines)
    assert not CourseAttendance.objects.exists()
    text = text_of(page)
    assert "2 lines can be added." in text
    assert "1 line is known already." in text
    assert "4 Nobody has this e-mail address or sign-in name." in text
    assert "5 There is no course with this name. Juggling" in text
    assert "<script>alert" not in page
    assert keep(hana, page) == 302
    found = set(CourseAttendance.objects.values_list("person__name", "done_on", "recorded_by"))
    day = dt.date(2026, 6, 1)
    assert found == {("Ana Bakker", day, cast.hana.pk), ("Dex Kuiper", day, cast.hana.pk)}


def test_import_again_adds_nothing(cast: Cast, calm: Course) -> None:
    hana = signed_in(cast.hana)
    lines = ["ana@luwte.example;Calm at the counter;2026-06-01"]
    page = upload(hana, lines)
    assert keep(hana, page) == 302
    assert keep(hana, page) == 302
    again = upload(hana, lines)
    assert "0 lines can be added." in text_of(again)
    assert 'name="rows"' not in again
    assert CourseAttendance.objects.count() == 1


def test_import_in_dutch(cast: Cast, calm: Course) -> None:
    text = text_of(upload(signed_in(cast.hana, "nl"), ["x@luwte.example;Juggling;morgen"]))
    assert "2 Dit is geen dag: schrijf 2026-11-30 of 30-11-2026. morgen" in text


def test_import_of_somebody_else_or_made_up_is_refused(cast: Cast, calm: Course) -> None:
    lines = ["ana@luwte.example;Calm at the counter;2026-06-01"]
    page = upload(signed_in(cast.hana), lines)
    assert keep(signed_in(cast.bo), page) == 302  # another's lines: asked to choose the file again
    url = reverse("wellbeing:imported_attendances")
    assert signed_in(cast.hana).post(url, {"rows": "made:up"}).status_code == 302
    assert not CourseAttendance.objects.exists()


def test_import_of_no_table_says_so(cast: Cast, calm: Course) -> None:
    file = SimpleUploadedFile("sheet.xlsx", b"PK\x03\x04 a workbook")
    url = reverse("wellbeing:attendance_import")
    response = signed_in(cast.hana).post(url, {"file": file})
    assert response.status_code == 422
    assert "Save the sheet as CSV" in response.text


def test_import_closes_the_need_it_meets(cast: Cast, calm: Course) -> None:
    need = TrainingNeedFactory.create(
        person=cast.ana, raised_at=dt.datetime(2026, 5, 1, tzinfo=dt.UTC)
    )
    later = TrainingNeedFactory.create(person=cast.dex)
    hana = signed_in(cast.hana)
    course = "Calm at the counter;2026-06-01"
    page = upload(hana, [f"ana@luwte.example;{course}", f"dex@luwte.example;{course}"])
    keep(hana, page)
    need.refresh_from_db()
    later.refresh_from_db()
    assert need.done_at is not None
    assert later.done_at is None


def test_import_names_every_bad_line_with_its_reason(cast: Cast, calm: Course) -> None:
    good = "ana@luwte.example;Calm at the counter;2026-06-01"
    bad = [f"nobody{n}@luwte.example;Calm at the counter;2026-06-01" for n in range(300)]
    page = upload(signed_in(cast.hana), [*bad, good])
    text = text_of(page)
    for row in (2, 150, 301):
        assert f"{row} Nobody has this e-mail address or sign-in name. nobody{row - 2}@" in text
    assert "1 line can be added." in text
    assert keep(signed_in(cast.hana), page) == 302
    assert CourseAttendance.objects.count() == 1


def test_import_of_two_thousand_lines_stays_quick(cast: Cast, calm: Course) -> None:
    people = UserFactory.create_batch(200)
    lines = [
        f"{person.email};Calm at the counter;2026-{month:02}-01"
        for person in people
        for month in range(1, 11)
    ]
    hana = signed_in(cast.hana)
    began = time.perf_counter()
    page = upload(hana, lines)
    took = time.perf_counter() - began
    keep(hana, page)
    print(f"2,000 lines: {took:.2f} s to look, {time.perf_counter() - began - took:.2f} s to keep")  # noqa: T201
    assert CourseAttendance.objects.count() == 2_000
    assert took < 10  # 2 s on a quiet machine
