"""Private notes: sealed, shared one at a time, gone when their author says so."""

import datetime as dt
from io import StringIO
from typing import Any

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from config.schedule import EVERYTHING
from people.models import Notice, RoleGrant, User
from people.operations import revoke_role
from tests.cast import Cast
from tests.wellbeing.pages import just_now, queries_of, signed_in
from wellbeing.models import Reflection
from wellbeing.operations import (
    LastDayOutOfReach,
    NotAnAdviser,
    NoteCannotBeOpened,
    NotTheAuthor,
    change_reflection,
    choose_last_day,
    rotate_reflections,
    share_reflection,
    shred_reflection,
    sweep_reflections,
    take_back_reflection,
    write_reflection,
)
from wellbeing.queries.reflections import Note, opened

WORDS = "QZPRIVATE he would not stop.\n\nI kept my voice low."
OLD, NEW = "the key of before, fifty characters", "the key of now, fifty characters"


@pytest.fixture
def now() -> dt.datetime:
    return just_now()


def in_days(days: int) -> dt.date:
    return timezone.localdate(just_now()) + dt.timedelta(days=days)


def note_of(author: User, words: str = WORDS, days: int = 90) -> Reflection:
    return write_reflection(actor=author, words=words, delete_on=in_days(days), now=just_now())


def url_of(note: Reflection, part: str = "") -> str:
    return f"/reflections/{note.public_id}/{part}"


def tables_holding(text: str) -> set[str]:
    """Return the tables in which a text stands, written out or as bytes, in any column."""
    found = set()
    for table in connection.introspection.table_names():
        name = connection.ops.quote_name(table)
        with connection.cursor() as cursor:
            cursor.execute(
                f"SELECT 1 FROM {name} t WHERE t::text LIKE %s OR t::text LIKE %s LIMIT 1",  # noqa: S608 - own tables
                [f"%{text}%", f"%{text.encode().hex()}%"],
            )
            if cursor.fetchone():
                found.add(table)
    return found


def test_a34_private_note_is_read_by_its_author_alone_and_shredded(cast: Cast) -> None:
    """A34: no other role, admin or export can read it; F can shred it; it is never in a report."""
    ana = signed_in(cast.ana)
    sent = ana.post("/reflections/new/", {"words": WORDS, "delete_on": f"{in_days(365)}"})
    note = Reflection.objects.get()
    assert sent["Location"] == url_of(note)
    assert "QZPRIVATE" in ana.get(url_of(note)).content.decode()
    assert tables_holding("QZPRIVATE") == set()
    for other in (cast.max, cast.dex, cast.nora, cast.zoe, cast.hana, cast.pim, cast.bo):
        client = signed_in(other)
        assert client.get(url_of(note)).status_code == 404
        for page in ("/reflections/", "/people/", "/today/", "/reports/", "/reports/trends/"):
            assert "QZPRIVATE" not in client.get(page, follow=True).content.decode()
    sealed = bytes(note.ciphertext).hex()
    ana.post(url_of(note, "shredding/"))
    assert not Reflection.objects.exists()
    assert tables_holding(str(note.public_id)) == tables_holding(sealed) == set()


def test_notes_stand_in_no_admin_no_api_and_no_report() -> None:
    """Access by name is for wellbeing alone; tests/architecture holds reports to it."""
    assert not apps.is_installed("django.contrib.admin")
    related = [f.name for f in Reflection._meta.get_fields() if f.is_relation]
    assert sorted(related) == ["author", "shared_with"]


def test_every_answer_about_notes_is_kept_by_nobody(cast: Cast) -> None:
    note, ana = note_of(cast.ana), signed_in(cast.ana)
    for url in ("/reflections/", "/reflections/new/", url_of(note), url_of(note, "words/")):
        assert "no-store" in ana.get(url)["Cache-Control"]


def test_what_was_typed_is_kept_on_the_page_that_refuses_it(cast: Cast) -> None:
    ana = signed_in(cast.ana)
    for day in (in_days(0), in_days(800), "someday"):
        answer = ana.post("/reflections/new/", {"words": WORDS, "delete_on": f"{day}"})
        assert answer.status_code == 422
        assert "QZPRIVATE" in answer.content.decode()
    assert tables_holding("QZPRIVATE") == set()
    assert not Reflection.objects.exists()


def test_note_is_proposed_to_go_after_a_year(cast: Cast) -> None:
    page = signed_in(cast.ana).get("/reflections/new/").content.decode()
    today = timezone.localdate(just_now())
    assert f'value="{today.year + 1}' in page


def test_list_shows_days_and_first_lines_and_asks_the_same_for_many(cast: Cast) -> None:
    ana = signed_in(cast.ana)
    note_of(cast.ana)
    few = queries_of(ana, "/reflections/")
    for n in range(24):
        note_of(cast.ana, f"Line {n}\nand more of it")
    assert queries_of(ana, "/reflections/") == few
    page = ana.get("/reflections/").content.decode()
    assert "Line 23" in page
    assert "and more of it" not in page
    assert "Line 3<" in ana.get("/reflections/?page=2").content.decode()


def test_words_and_day_are_changed_by_the_author_alone(cast: Cast, now: dt.datetime) -> None:
    note = note_of(cast.ana)
    ana = signed_in(cast.ana)
    assert ana.post(url_of(note, "words/"), {"words": "Calmer."}).status_code == 302
    assert ana.post(url_of(note, "words/"), {"words": "  "}).status_code == 422
    assert ana.post(url_of(note, "last-day/"), {"delete_on": in_days(3)}).status_code == 302
    assert ana.post(url_of(note, "last-day/"), {"delete_on": in_days(0)}).status_code == 422
    note.refresh_from_db()
    assert opened(note).words == "Calmer."
    assert note.delete_on == in_days(3)
    with pytest.raises(NotTheAuthor):
        change_reflection(actor=cast.bo, reflection=note, words="x", now=now)
    with pytest.raises(NotTheAuthor):
        shred_reflection(actor=cast.bo, reflection=note, now=now)
    with pytest.raises(LastDayOutOfReach):
        choose_last_day(actor=cast.ana, reflection=note, delete_on=in_days(900), now=now)


def test_shared_note_is_read_by_that_adviser_and_the_author_is_told(cast: Cast) -> None:
    note, other, ana, pim = note_of(cast.ana), note_of(cast.ana), signed_in(cast.ana), cast.pim
    assert ana.post(url_of(note, "sharing/"), {"adviser": ""}).status_code == 422
    assert ana.post(url_of(note, "sharing/"), {"adviser": str(pim.public_id)}).status_code == 302
    adviser = signed_in(pim)
    assert "Ana Bakker" in adviser.get("/reflections/shared/").content.decode()
    assert "QZPRIVATE" not in adviser.get("/reflections/shared/").content.decode()
    assert "not opened yet" in ana.get(url_of(note)).content.decode()
    assert "QZPRIVATE" in adviser.get(url_of(note)).content.decode()
    assert adviser.get(url_of(other)).status_code == 404
    assert "Last read on" in ana.get(url_of(note)).content.decode()
    for part in ("words/", "shredding/"):
        assert adviser.get(url_of(note, part)).status_code == 403
    assert signed_in(cast.max).get(url_of(note)).status_code == 404
    ana.post(url_of(note, "sharing/end/"))
    assert adviser.get(url_of(note)).status_code == 404
    assert "Ana Bakker" not in adviser.get("/reflections/shared/").content.decode()


def test_line_to_the_adviser_names_neither_note_nor_author(cast: Cast, now: dt.datetime) -> None:
    note = note_of(cast.ana)
    share_reflection(actor=cast.ana, reflection=note, adviser=cast.pim, now=now)
    share_reflection(actor=cast.ana, reflection=note, adviser=cast.pim, now=now)
    line = Notice.objects.get(kind="note_shared")
    assert (line.recipient, line.path) == (cast.pim, "/reflections/shared/")
    assert str(note.public_id) not in line.key
    take_back_reflection(actor=cast.ana, reflection=note, now=now)
    line.refresh_from_db()
    assert line.read_at is not None


def test_who_advises_no_more_reads_no_more(cast: Cast, now: dt.datetime) -> None:
    note = note_of(cast.ana)
    share_reflection(actor=cast.ana, reflection=note, adviser=cast.pim, now=now)
    revoke_role(actor=cast.bo, person=cast.pim, role=RoleGrant.Role.ADVISER, now=now)
    assert signed_in(cast.pim).get(url_of(note)).status_code == 404


def test_note_is_shared_with_another_person_who_advises(cast: Cast, now: dt.datetime) -> None:
    note, own = note_of(cast.ana), note_of(cast.pim)
    for row, author, wrong in ((note, cast.ana, cast.max), (own, cast.pim, cast.pim)):
        with pytest.raises(NotAnAdviser):
            share_reflection(actor=author, reflection=row, adviser=wrong, now=now)
    with pytest.raises(IntegrityError), transaction.atomic():
        Reflection.objects.filter(pk=own.pk).update(shared_with=cast.pim, shared_at=now)


def test_sweep_deletes_on_the_chosen_day_and_not_before(cast: Cast, now: dt.datetime) -> None:
    note_of(cast.ana, days=1)
    kept = note_of(cast.ana, days=2)
    assert sweep_reflections(now=now) == 0
    assert sweep_reflections(now=now + dt.timedelta(days=1)) == 1
    assert Reflection.objects.get() == kept
    assert EVERYTHING["sweep-reflections"]["task"] == "wellbeing.tasks.sweep_reflections"


def test_notes_of_who_left_go_after_thirty_days(cast: Cast, now: dt.datetime) -> None:
    note_of(cast.ana)
    note_of(cast.max)
    User.objects.filter(pk=cast.ana.pk).update(is_active=False, deactivated_at=now)
    assert sweep_reflections(now=now + dt.timedelta(days=29)) == 0
    assert sweep_reflections(now=now + dt.timedelta(days=30)) == 1
    assert Reflection.objects.get().author == cast.max


def test_rotation_seals_every_note_with_the_new_key(
    cast: Cast, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("wellbeing.operations.rotation.BATCH", 2)
    settings.REFLECTION_KEYS = [OLD]
    notes = [note_of(cast.ana, f"QZPRIVATE {n}") for n in range(5)]
    sealed = [bytes(note.ciphertext).hex() for note in notes]
    settings.REFLECTION_KEYS = [NEW, OLD]
    fresh = note_of(cast.ana, "QZPRIVATE fresh")
    out = StringIO()
    call_command("rotate_reflections", stdout=out)
    assert "sealed anew: 5" in out.getvalue()
    assert "before: 1" in out.getvalue()
    assert rotate_reflections().resealed == 0
    settings.REFLECTION_KEYS = [NEW]
    for n, note in enumerate(notes):
        note.refresh_from_db()
        assert opened(note).words == f"QZPRIVATE {n}"
    assert opened(fresh).words == "QZPRIVATE fresh"
    for old in sealed:
        assert tables_holding(old) == set(), "a copy of what the old key opens stayed behind"


def test_rotation_says_when_a_process_still_used_the_old_key(
    cast: Cast, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.REFLECTION_KEYS = [OLD]
    first, second = note_of(cast.ana), note_of(cast.ana)
    old = {"ciphertext": bytes(first.ciphertext), "key_id": first.key_id}
    settings.REFLECTION_KEYS = [NEW, OLD]

    def opened_while_another_writes(row: Reflection) -> Note:
        if row.pk == second.pk:
            Reflection.objects.filter(pk=first.pk).update(**old)
        return opened(row)

    monkeypatch.setattr("wellbeing.operations.rotation.opened", opened_while_another_writes)
    with pytest.raises(CommandError, match="run this again"):
        call_command("rotate_reflections", stdout=StringIO())
    assert opened(first).words
    monkeypatch.undo()
    settings.REFLECTION_KEYS = [NEW, OLD]
    call_command("rotate_reflections", stdout=StringIO())


def test_lost_key_is_said_and_loses_nothing(cast: Cast, settings: Any, now: dt.datetime) -> None:
    settings.REFLECTION_KEYS = [OLD]
    note = note_of(cast.ana)
    settings.REFLECTION_KEYS = [NEW]
    ana = signed_in(cast.ana)
    assert "cannot be opened" in ana.get("/reflections/").content.decode()
    assert "Nothing of it is lost" in ana.get(url_of(note)).content.decode()
    assert ana.get(url_of(note, "words/")).status_code == 302
    with pytest.raises(NoteCannotBeOpened):
        change_reflection(actor=cast.ana, reflection=note, words="over it", now=now)
    out = StringIO()
    with pytest.raises(CommandError):
        call_command("rotate_reflections", stdout=out)
    assert f"key {note.key_id}: 1" in out.getvalue()
    settings.REFLECTION_KEYS = [NEW, OLD]
    assert "QZPRIVATE" in ana.get(url_of(note)).content.decode()


def test_sealed_words_open_in_no_other_row(cast: Cast) -> None:
    note, other = note_of(cast.ana), note_of(cast.max, "Of Max")
    Reflection.objects.filter(pk=other.pk).update(ciphertext=note.ciphertext)
    other.refresh_from_db()
    assert opened(other).words is None
