"""Contact numbers come in: each row once, all of them or none, and every fault in words."""

import datetime as dt
import os
from pathlib import Path

import pytest
from django.test import Client
from django.utils import translation

from incidents.queries.tasks import tasks_of
from people.models import Notice, Team
from reports.exposure.lines import BadLine, Fault, Kind, Row
from reports.exposure.sheets import SheetRefused, read_sheet
from reports.models import ContactIntake, ContactVolume, CustomerContacts
from reports.operations.intake import (
    Terms,
    read_feed,
    sentence,
    take_in_contacts,
    take_in_customer_contacts,
)
from tests.cast import Cast
from tests.factories import CustomerFactory, ProductFactory, TeamFactory
from tests.reports.books import workbook

NOW = dt.datetime(2026, 11, 20, 12, tzinfo=dt.UTC)
API = Terms(source=ContactIntake.Source.API)
SKIP = Terms(source=ContactIntake.Source.API, may_skip_bad=True)
GOOD = {"day": "2026-11-16", "team": "Desk North", "channel": "phone", "contacts": "40"}


def rows(*cells: dict[str, str]) -> list[Row]:
    return [Row(number, row) for number, row in enumerate(cells, start=1)]


def faults(bad: list[BadLine]) -> list[tuple[int, Fault]]:
    return [(line.number, line.fault) for line in bad]


@pytest.mark.django_db
def test_rows_are_kept_once_and_a_later_one_replaces(cast: Cast) -> None:
    product = ProductFactory.create(name="Heat pump")
    sent = rows(GOOD | {"product": "heat pump"}, GOOD, GOOD | {"channel": "email"})
    first = take_in_contacts(actor=None, rows=sent, terms=API, now=NOW)
    assert (first.new, first.changed, first.same, first.is_kept) == (3, 0, 0, True)
    again = take_in_contacts(actor=None, rows=sent, terms=API, now=NOW)
    assert (again.new, again.changed, again.same) == (0, 0, 3)
    later = rows(GOOD | {"product": str(product.public_id), "contacts": "1.200"}, GOOD)
    changed = take_in_contacts(actor=None, rows=later, terms=API, now=NOW)
    assert (changed.new, changed.changed, changed.same) == (0, 1, 1)
    kept = ContactVolume.objects.values_list("team", "product", "contacts")
    assert (cast.north.pk, product.pk, 1200) in set(kept)
    assert len(kept) == 3
    assert ContactIntake.objects.count() == 3


@pytest.mark.django_db
def test_every_fault_of_a_row_is_found_and_nothing_is_kept(cast: Cast) -> None:
    for _ in range(2):
        TeamFactory.create(name="Desk Twin", parent=TeamFactory.create())
    wrong = [
        ({"day": ""}, Fault.NO_DAY),
        ({"day": "31-02-2026"}, Fault.BAD_DAY),
        ({"day": "2026-11-21"}, Fault.FUTURE_DAY),
        ({"team": ""}, Fault.NO_TEAM),
        ({"team": "Desk Nowhere"}, Fault.UNKNOWN_TEAM),
        ({"team": "desk twin"}, Fault.UNCLEAR_TEAM),
        ({"product": "Moon"}, Fault.UNKNOWN_PRODUCT),
        ({"channel": "telepathy"}, Fault.UNKNOWN_CHANNEL),
        ({"contacts": ""}, Fault.NO_NUMBER),
        ({"contacts": "many"}, Fault.BAD_NUMBER),
        ({"contacts": "3.5"}, Fault.BAD_NUMBER),
        ({"contacts": "-4"}, Fault.NEGATIVE),
        ({"contacts": "9" * 30}, Fault.TOO_HIGH),
    ]
    sent = rows(GOOD, *(GOOD | cells for cells, _fault in wrong), GOOD | {"contacts": "7"})
    taken = take_in_contacts(actor=None, rows=sent, terms=API, now=NOW)
    expected = [(n, fault) for n, (_cells, fault) in enumerate(wrong, start=2)]
    assert faults(taken.bad) == [*expected, (len(wrong) + 2, Fault.DOUBLED)]
    assert not taken.is_kept
    assert not ContactVolume.objects.exists()
    assert sentence(taken.bad[-1]) == "Line 1 says this already."
    skipped = take_in_contacts(actor=None, rows=sent, terms=SKIP, now=NOW)
    assert skipped.is_kept
    assert ContactVolume.objects.get().contacts == 40


@pytest.mark.django_db
def test_faults_are_said_in_the_language_of_the_reader(cast: Cast) -> None:
    bad = BadLine(4, Fault.NEGATIVE, "-4")
    assert sentence(bad) == "A number of contacts is never below 0: -4."
    with translation.override("nl"):
        assert sentence(bad) != "A number of contacts is never below 0: -4."


@pytest.mark.django_db
def test_customer_contacts_are_kept_per_month(cast: Cast) -> None:
    customer = CustomerFactory.create()
    reference = customer.identity.reference
    sent = rows(
        {"month": "2026-10", "customer": reference.lower(), "contacts": "3"},
        {"month": "2026-11-20", "customer": reference, "contacts": "2"},
    )
    taken = take_in_customer_contacts(actor=cast.hana, rows=sent, terms=API, now=NOW)
    assert (taken.new, taken.is_kept) == (2, True)
    kept = CustomerContacts.objects.order_by("month").values_list("customer", "month", "contacts")
    assert list(kept) == [
        (customer.pk, dt.date(2026, 10, 1), 3),
        (customer.pk, dt.date(2026, 11, 1), 2),
    ]
    bad = rows(
        {"month": "2026-12", "customer": reference, "contacts": "3"},
        {"month": "soon", "customer": reference, "contacts": "3"},
        {"month": "2026-11", "customer": "C-NONE", "contacts": "3"},
        {"month": "2026-11", "customer": "", "contacts": "3"},
    )
    taken = take_in_customer_contacts(actor=None, rows=bad, terms=API, now=NOW)
    assert [fault for _n, fault in faults(taken.bad)] == [
        Fault.FUTURE_MONTH, Fault.BAD_MONTH, Fault.UNKNOWN_CUSTOMER, Fault.NO_CUSTOMER,
    ]  # fmt: skip
    assert taken.bad[2].value == "", "a fault names no customer"


def test_workbook_and_text_read_alike() -> None:
    text = "Datum;Team;Product;Kanaal;Aantal contacten\n16-11-2026;Desk North;;telefoon;40\n"
    book = workbook(
        [
            ["Datum", "Team", "Product", "Kanaal", "Aantal contacten"],
            [46342, "Desk North", None, "telefoon", 40],
        ]
    )
    plain, packed = read_sheet(text.encode()), read_sheet(book)
    assert plain.kind is packed.kind is Kind.CONTACTS
    for sheet in (plain, packed):
        assert sheet.rows[0].number == 2
        assert sheet.rows[0].cell("team") == "Desk North"
        assert sheet.rows[0].cell("contacts") == "40"
    customers = read_sheet(b"month,customer,contacts\n2026-10,C-1,3\n")
    assert customers.kind is Kind.CUSTOMERS


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        (b"", Fault.NOT_A_TABLE),
        (b"PK\x03\x04 broken", Fault.NOT_A_TABLE),
        (b"%PDF-1.7", Fault.NOT_A_TABLE),
        (b"hello\nworld\n", Fault.NOT_A_TABLE),
        (b"day,team\n2026-11-16,Desk North\n", Fault.MISSING_COLUMNS),
    ],
)
def test_file_that_is_no_table_of_contacts_is_refused(content: bytes, fault: Fault) -> None:
    with pytest.raises(SheetRefused) as refused:
        read_sheet(content)
    assert refused.value.fault is fault


def feed_file(folder: Path, name: str, text: str) -> None:
    path = folder / name
    path.write_text(text)
    moment = NOW.timestamp() - 3600
    os.utime(path, (moment, moment))


HEAD = "day,team,channel,contacts\n"


@pytest.mark.django_db
def test_feed_reads_each_content_once(cast: Cast, tmp_path: Path) -> None:
    feed_file(tmp_path, "contacts.csv", HEAD + "2026-11-16,Desk North,phone,40\n")
    feed_file(tmp_path, "notes.pdf", "nothing")
    (intake,) = read_feed(folder=tmp_path, now=NOW)
    assert (intake.new, intake.is_kept, intake.by) == (1, True, None)
    assert read_feed(folder=tmp_path, now=NOW) == []
    feed_file(tmp_path, "contacts.csv", HEAD + "2026-11-16,Desk North,phone,41\n")
    (intake,) = read_feed(folder=tmp_path, now=NOW)
    assert intake.changed == 1
    assert ContactVolume.objects.get().contacts == 41
    assert not Notice.objects.filter(kind="feed").exists()


@pytest.mark.django_db
def test_bad_feed_file_is_a_task_of_who_keeps_contacts_until_a_good_one_comes(
    cast: Cast, tmp_path: Path
) -> None:
    feed_file(tmp_path, "contacts.csv", HEAD + "2026-11-16,Desk North,phone,-4\n")
    (intake,) = read_feed(folder=tmp_path, now=NOW)
    assert intake.faults == [[2, "negative", "-4"]]
    notice = Notice.objects.get(kind="feed", recipient=cast.bo)
    for keeper in (cast.bo, cast.hana):
        (task,) = tasks_of(keeper, NOW)
        assert (task.kind, task.path, task.about) == ("feed", intake.path, f"{NOW.day} November")
    assert tasks_of(cast.max, NOW) == []
    assert not ContactVolume.objects.exists()
    feed_file(tmp_path, "contacts.csv", HEAD + "2026-11-16,Desk North,phone,4\n")
    read_feed(folder=tmp_path, now=NOW)
    notice.refresh_from_db()
    assert notice.read_at == NOW
    assert tasks_of(cast.hana, NOW) == []
    assert not ContactIntake.objects.unmended().exists()


@pytest.mark.django_db
def test_feed_task_stays_when_it_is_read_and_goes_when_it_is_settled(
    cast: Cast, tmp_path: Path, client: Client
) -> None:
    feed_file(tmp_path, "contacts-16.csv", "something else\n")
    (intake,) = read_feed(folder=tmp_path, now=NOW)
    client.force_login(cast.hana)
    assert "could not be used" in client.get("/home/").content.decode()
    page = client.get(intake.path).content.decode()
    assert f'action="{intake.path}settled/"' in page
    assert len(tasks_of(cast.hana, NOW)) == 1
    client.post(f"{intake.path}settled/")
    assert tasks_of(cast.hana, NOW) == tasks_of(cast.bo, NOW) == []
    assert f'action="{intake.path}settled/"' not in client.get(intake.path).content.decode()


@pytest.mark.django_db
def test_feed_leaves_a_file_that_is_still_being_written(cast: Cast, tmp_path: Path) -> None:
    feed_file(tmp_path, "contacts.csv", "something else\n")
    moment = NOW.timestamp() - 5
    os.utime(tmp_path / "contacts.csv", (moment, moment))
    assert read_feed(folder=tmp_path, now=NOW) == []
    (refused,) = read_feed(folder=tmp_path, now=NOW + dt.timedelta(hours=1))
    assert refused.faults == [[0, "not_a_table", ""]]


@pytest.mark.django_db
def test_closed_team_is_known_where_no_open_one_has_its_name(cast: Cast) -> None:
    Team.objects.filter(pk=cast.north.pk).update(closed_on=dt.date(2026, 11, 17))
    taken = take_in_contacts(actor=None, rows=rows(GOOD), terms=API, now=NOW)
    assert taken.is_kept
