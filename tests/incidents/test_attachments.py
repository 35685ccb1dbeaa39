"""Files with a report: what is taken, what is refused by name, and who gets them."""

import datetime as dt
import stat
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, transaction
from django.test import Client
from PIL import Image

from config.schedule import EVERYTHING
from incidents.models import Attachment, Event, Incident, Narrative
from incidents.operations import add_attachment, place_of, remove_attachment
from incidents.operations.files import sweep_files
from incidents.tasks import sweep_files as sweep_files_task
from people.errors import RuleBroken
from people.queries import database_now
from tests.cast import Cast
from tests.factories import IncidentFactory
from tests.incidents.pictures import GPS_TAG, PDF, SVG, jpeg_with_place, png, png_bomb

MEGABYTE = 1024 * 1024


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, settings: Any) -> Path:
    settings.FILES_DIR = str(tmp_path / "files")
    return tmp_path / "files"


@pytest.fixture
def incident(cast: Cast) -> Incident:
    at = database_now() - dt.timedelta(days=1)
    return IncidentFactory.create(reported_by=cast.ana, team=cast.north, occurred_at=at)


def add(cast: Cast, incident: Incident, data: bytes, name: str = "photo.png") -> Attachment:
    return add_attachment(
        actor=cast.ana, incident=incident, name=name, data=data, now=database_now()
    )


def send(client: Client, incident: Incident, *files: tuple[str, bytes], **more: Any) -> Any:
    sent = [SimpleUploadedFile(name, data) for name, data in files]
    return client.post(f"/report/{incident.public_id}/details/", {"attachments": sent, **more})


def test_picture_is_drawn_anew_without_its_place_and_stands_upright(
    cast: Cast, incident: Incident
) -> None:
    data = jpeg_with_place()
    assert Image.open(BytesIO(data)).getexif().get_ifd(GPS_TAG)
    file = add(cast, incident, data, "IMG_1.jpeg")
    kept = place_of(file).read_bytes()
    picture = Image.open(BytesIO(kept))
    assert (picture.format, picture.size) == ("JPEG", (20, 60))
    assert not picture.getexif()
    assert b"QXSECRETPLACE" not in kept
    assert (file.kind, file.name, file.size) == ("jpeg", "IMG_1.jpg", len(kept))
    assert Event.objects.get().kind == Event.Kind.FILE_ADDED


def test_large_picture_becomes_smaller(cast: Cast, incident: Incident) -> None:
    file = add(cast, incident, png(4200, 12))
    assert Image.open(BytesIO(place_of(file).read_bytes())).size == (4096, 12)


def test_document_is_kept_as_it_is(cast: Cast, incident: Incident) -> None:
    file = add(cast, incident, PDF, "letter.pdf")
    assert place_of(file).read_bytes() == PDF
    assert file.kind == "pdf"


def test_files_are_for_this_account_of_the_machine_alone(
    cast: Cast, incident: Incident, folder: Path
) -> None:
    place = place_of(add(cast, incident, png()))
    assert stat.S_IMODE(place.stat().st_mode) == 0o600
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert stat.S_IMODE(place.parent.stat().st_mode) == 0o700


@pytest.mark.parametrize(
    ("name", "data", "reason"),
    [
        ("drawing.svg", SVG, "no JPEG, PNG or PDF"),
        ("drawing.png", SVG, "no JPEG, PNG or PDF"),
        ("page.jpg", b"<html><script>alert(1)</script>", "no JPEG, PNG or PDF"),
        ("archive.pdf", b"PK\x03\x04rest", "no JPEG, PNG or PDF"),
        ("both.pdf", PDF + b"PK\x05\x06" + b"\x00" * 18, "damaged"),
        ("both.pdf", PDF[:-6] + b"PK\x05\x06" + b"\x00" * 18 + b"%%EOF", "no JPEG, PNG or PDF"),
        ("half.pdf", PDF[:20], "damaged"),
        ("half.png", png()[:40], "damaged"),
        ("half.jpg", jpeg_with_place()[:200], "damaged"),
        ("bomb.png", png_bomb(), "25 million pixels"),
        ("large.png", png_bomb(6000, 5000), "25 million pixels"),
        ("nothing.png", b"", "empty"),
        ("huge.png", png() + b"\x00" * 11 * MEGABYTE, "10 MB"),
    ],
)
def test_file_is_refused_by_its_name(
    cast: Cast, incident: Incident, folder: Path, name: str, data: bytes, reason: str
) -> None:
    with pytest.raises(RuleBroken) as refused:
        add(cast, incident, data, name)
    assert name in str(refused.value.message)
    assert reason in str(refused.value.message)
    assert not Attachment.objects.exists()
    assert not folder.exists()


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("photo.exe", "photo.png"),
        ("../../etc/passwd", "passwd.png"),
        ("C:\\temp\\a b.png", "a b.png"),
        ("photo_\u202egnp.exe", "photo_gnp.png"),
        ("صورة.png", "صورة.png"),
        ("x" * 300 + ".png", "x" * 100 + ".png"),
        ("a\r\nSet-Cookie: b.png", "aSet-Cookie: b.png"),
        ("", "file.png"),
    ],
)
def test_names_are_made_safe(cast: Cast, incident: Incident, name: str, kept: str) -> None:
    assert add(cast, incident, png(), name).name == kept


def test_sixth_file_is_refused_and_the_five_stay(cast: Cast, incident: Incident) -> None:
    for n in range(5):
        add(cast, incident, png(), f"{n}.png")
    with pytest.raises(RuleBroken, match="holds five files"):
        add(cast, incident, png(), "sixth.png")
    assert incident.attachments.count() == 5


def test_file_sent_twice_is_kept_once(cast: Cast, incident: Incident) -> None:
    first = add(cast, incident, png())
    assert add(cast, incident, png()) == first
    add(cast, incident, png(8, 8))
    assert incident.attachments.count() == 2


def test_sixth_file_is_refused_by_the_database(cast: Cast, incident: Incident) -> None:
    for n in range(5):
        add(cast, incident, png(), f"{n}.png")
    sixth = Attachment(
        incident=incident, name="6.png", kind="png", size=1, added_by=cast.ana,
        added_at=database_now(),
    )  # fmt: skip
    with pytest.raises(DatabaseError), transaction.atomic():
        sixth.save()


def test_files_are_added_by_the_reporter_within_fourteen_days(
    cast: Cast, incident: Incident
) -> None:
    for actor, now in (
        (cast.max, database_now()),
        (cast.ana, incident.details_until + dt.timedelta(seconds=1)),
    ):
        with pytest.raises(RuleBroken):
            add_attachment(actor=actor, incident=incident, name="a.png", data=png(), now=now)


def test_refused_file_loses_neither_text_nor_the_other_files(
    cast: Cast, incident: Incident, client: Client
) -> None:
    client.force_login(cast.ana)
    typed = {"narrative": "Every word stays.", "trigger": "price"}
    answer = send(client, incident, ("good.png", png()), ("bad.svg", SVG), **typed)
    html = answer.content.decode()
    assert answer.status_code == 422
    assert "“bad.svg”: this is no JPEG, PNG or PDF." in html
    assert "Every word stays." in html
    assert 'value="price"' in html
    assert [file.name for file in Attachment.objects.all()] == ["good.png"]
    assert "good.png" in html
    assert not Narrative.objects.exists()
    assert send(client, incident, **typed).status_code == 302
    assert Narrative.objects.get().body == "Every word stays."


def test_refused_answer_keeps_the_good_file(cast: Cast, incident: Incident, client: Client) -> None:
    client.force_login(cast.ana)
    assert send(client, incident, ("good.png", png()), trigger="moon").status_code == 422
    assert Attachment.objects.count() == 1


def test_file_of_eleven_megabytes_is_named_and_not_read_to_its_end(
    cast: Cast, incident: Incident, client: Client
) -> None:
    client.force_login(cast.ana)
    data = png() + b"\x00" * 11 * MEGABYTE
    html = send(client, incident, ("huge.png", data), narrative="Stays.").content.decode()
    assert "“huge.png”: this file is too large: 10 MB at most." in html
    assert "Stays." in html


def test_far_too_many_files_are_named_and_the_text_stays(
    cast: Cast, incident: Incident, client: Client
) -> None:
    client.force_login(cast.ana)
    many = [(f"photo{number}.png", png()) for number in range(1, 31)]
    answer = send(client, incident, *many, narrative="Every word stays.")
    html = answer.content.decode()
    assert answer.status_code == 422
    assert "“photo30.png”: a report holds five files." in html
    assert "Every word stays." in html
    assert Attachment.objects.count() == 5


def test_download_is_a_file_to_save_and_nothing_else(
    cast: Cast, incident: Incident, client: Client
) -> None:
    file = add(cast, incident, PDF, "brief\u202e é.pdf")
    for person, status in (
        (cast.ana, 200), (cast.max, 200), (cast.dex, 200), (cast.pim, 200),
        (cast.zoe, 404), (cast.hana, 404), (cast.bo, 404),
    ):  # fmt: skip
        client.force_login(person)
        answer = client.get(f"/attachment/{file.public_id}/")
        assert answer.status_code == status, person
        if status == 200:
            assert answer.getvalue() == PDF
            assert answer["Content-Disposition"].startswith("attachment; filename")
            assert answer["Content-Security-Policy"].startswith("sandbox")
            assert answer["X-Content-Type-Options"] == "nosniff"
            assert answer["Cache-Control"] == "private, no-store"


def test_download_of_a_file_that_is_gone_says_so(
    cast: Cast, incident: Incident, client: Client
) -> None:
    file = add(cast, incident, png())
    place_of(file).unlink()
    client.force_login(cast.ana)
    assert client.get(f"/attachment/{file.public_id}/").status_code == 404


def test_file_is_removed_after_a_question(
    cast: Cast, incident: Incident, client: Client, django_capture_on_commit_callbacks: Any
) -> None:
    file = add(cast, incident, png())
    place = place_of(file)
    client.force_login(cast.ana)
    address = f"/attachment/{file.public_id}/removal/"
    assert "Remove this file?" in client.get(address).text
    assert place.exists()
    with django_capture_on_commit_callbacks(execute=True):
        assert client.post(address).status_code == 302
    assert not place.exists()
    assert not Attachment.objects.exists()
    assert Event.objects.last().kind == Event.Kind.FILE_REMOVED  # type: ignore[union-attr]


def test_file_is_removed_by_who_added_it_within_fourteen_days(
    cast: Cast, incident: Incident
) -> None:
    file = add(cast, incident, png())
    late = incident.details_until + dt.timedelta(seconds=1)
    for actor, now in ((cast.max, database_now()), (cast.ana, late)):
        with pytest.raises(RuleBroken):
            remove_attachment(actor=actor, attachment=file, now=now)
    assert place_of(file).exists()


def test_files_stand_beside_the_report(cast: Cast, incident: Incident, client: Client) -> None:
    file = add(cast, incident, png())
    for reader in (cast.ana, cast.max):
        client.force_login(reader)
        assert f"/attachment/{file.public_id}/" in client.get(incident.get_absolute_url()).text


def test_file_of_a_page_that_failed_is_swept_after_a_day(
    cast: Cast, incident: Incident, folder: Path
) -> None:
    kept = add(cast, incident, png())
    with transaction.atomic():
        left = place_of(add(cast, incident, jpeg_with_place(), "photo.jpg"))
        transaction.set_rollback(True)
    assert Attachment.objects.get() == kept
    stranger = folder / "ab" / "notes.txt"
    stranger.parent.mkdir(exist_ok=True)
    stranger.write_text("not ours")
    odd = folder / "ab" / ("c" * 32)
    odd.write_text("not in the folder its name asks for")
    now = database_now()
    assert sweep_files(now=now) == 0, "the page may still be busy"
    assert left.exists()
    assert sweep_files(now=now + dt.timedelta(hours=25)) == 1
    assert not left.exists()
    assert place_of(kept).exists()
    assert stranger.exists()
    assert odd.exists()


def test_sweeping_without_a_folder_is_fine(cast: Cast) -> None:
    assert sweep_files(now=database_now()) == 0


def test_sweep_runs_by_the_clock() -> None:
    assert EVERYTHING["sweep-files"]["task"] == sweep_files_task.name
