"""What people write stays in the tables made for it: not in a log, a mail, an address, a queue.

A mark is planted in every field that a person fills in; pages and failures are driven; then
every place where text could have ended up is searched for the marks.
"""

import datetime as dt
import logging
from collections.abc import Callable, Iterator
from io import StringIO
from pathlib import Path

import pytest
from django.conf import settings
from django.core import mail
from django.db import DatabaseError, connection, transaction
from django.test import Client, override_settings
from django.utils import timezone

from config import localpg
from config.logs import Scrub
from incidents.models import CustomerIdentity, Incident, Narrative
from incidents.signals import incident_reported
from people.models import Outbox
from people.tasks import send_outbox
from reports.models import MonthlyReport, PatternCard, ReportWords
from tests.cast import Cast, assemble
from tests.factories import ProductFactory
from wellbeing.models import CheckIn

MARK = "QZWORDS"
KEPT_IN = {
    "narrative": "incidents_narrative",
    "reference": "incidents_customeridentity",
    "answer": "incidents_answer",
    "note": "wellbeing_carenote",
    "support": "wellbeing_agreedsupport",
    "draft": "incidents_draft",
    "step": "reports_cardstep",
    "card": "reports_patterncard",
    "told": "reports_cardmessage",
    "beside": "reports_reportwords",
}


def mark(field: str) -> str:
    return f"{MARK}{field.upper()}"


def report(cast: Cast, **changes: object) -> dict[str, object]:
    at = timezone.localtime() - dt.timedelta(hours=1)
    return {
        "behaviours": ["threat_words"],
        "reading": "3",
        "occurred_on": f"{at:%Y-%m-%d}",
        "occurred_time": f"{at:%H:%M}",
        "team": str(cast.north.public_id),
        "channel": "counter",
        "customer_ref": mark("reference"),
        "narrative": mark("narrative"),
        **changes,
    }


def drive_the_arc(cast: Cast) -> None:
    """Write every kind of text once, through the pages."""
    ana, boss = Client(), Client()
    ana.force_login(cast.ana)
    boss.force_login(cast.max)
    assert ana.post("/report/new/", report(cast)).status_code == 302
    incident = Incident.objects.get()
    assert boss.post(f"/report/{incident.public_id}/answer/", {"sentence": mark("answer")})
    checkin = CheckIn.objects.filter(owner=cast.max).earliest("due_at")
    boss.post(
        f"/checkin/{checkin.public_id}/",
        {
            "outcome": "held",
            "repeat_ready": "yes",
            "note": mark("note"),
            "support_1_what": mark("support"),
            "support_1_by": str(cast.max.public_id),
        },
    )
    checkin.refresh_from_db()
    assert checkin.done_at is not None
    ana.post("/report/new/draft/", report(cast, narrative=mark("draft"), customer_ref=""))
    _write_for_oneself(cast, ana)
    _decide_about_a_pattern(cast)
    _write_beside_a_report(cast)
    for client in (ana, boss):
        for path in ("/home/", "/mine/", "/today/", f"/report/{incident.public_id}/", "/nowhere/"):
            client.get(path)


def _write_for_oneself(cast: Cast, ana: Client) -> None:
    """A private note, changed, refused for its day, and read by the adviser it is shared with."""
    day = timezone.localdate() + dt.timedelta(days=30)
    kept = ana.post("/reflections/new/", {"words": mark("private"), "delete_on": f"{day}"})
    ana.post("/reflections/new/", {"words": mark("private"), "delete_on": ""})
    url = kept["Location"]
    ana.post(f"{url}words/", {"words": mark("private2")})
    ana.post(f"{url}sharing/", {"adviser": f"{cast.pim.public_id}"})
    pim = Client()
    pim.force_login(cast.pim)
    assert mark("private2") in pim.get(url).content.decode()


def _decide_about_a_pattern(cast: Cast) -> None:
    """A step, a survey, a message, a dismissal and an end; each is also refused once."""
    day = timezone.localdate()
    card = PatternCard.objects.create(
        product=ProductFactory.create(), opened_in=day, seen_in=day, opened_at=timezone.now()
    )
    hana, path = Client(), card.get_absolute_url()
    hana.force_login(cast.hana)
    hana.post(f"{path}owner/")
    step = {"kind": "quick", "what": mark("step"), "who": mark("step"), "starts_on": f"{day}"}
    survey = {"url": f"https://{mark('card')}.example/", "result": mark("card")}
    for part, good, bad in (
        ("step", step, step | {"starts_on": "1999-01-01"}),
        ("survey", survey, survey | {"url": f"http://{mark('card')}.example/"}),
        ("message", {"words": mark("told")}, {"words": mark("told") * 200}),
        ("dismissal", {"until": f"{day + dt.timedelta(7)}", "why": mark("card")}, {"why": "QZ"}),
        ("closure", {"result": mark("card")}, {"result": mark("card") * 200}),
    ):
        assert hana.post(f"{path}{part}/", bad).status_code == 422
        assert hana.post(f"{path}{part}/", good).status_code == 302
    assert mark("card") in hana.get(path).content.decode()


def _write_beside_a_report(cast: Cast) -> None:
    """HR's words on one part of a frozen month, refused once."""
    month = dt.date(2026, 10, 1)
    MonthlyReport.objects.get_or_create(
        month=month, defaults={"made_at": timezone.now(), "figures": {}}
    )
    hana, path = Client(), f"/trends/{month:%Y-%m}/words/{ReportWords.Part.values[0]}/"
    hana.force_login(cast.hana)
    assert hana.post(path, {"words": mark("beside") * 300}).status_code == 422
    assert hana.post(path, {"words": mark("beside")}).status_code == 302


def fail_in_every_way(cast: Cast) -> None:
    """Make the database and the code fail with the marks in their hands."""
    incident = Incident.objects.get()
    body, now = mark("narrative"), timezone.now()
    words = Narrative(incident=incident, written_by_id=10**9, written_at=now, body=body)
    for failing in (
        lambda: _at_once(words.save),
        lambda: _at_once(CustomerIdentity(customer_id=10**9, reference=mark("reference")).save),
        lambda: CustomerIdentity.objects.create(customer_id=1, reference=mark("reference")),
        lambda: Narrative.objects.update(body=body),
        lambda: _slowly(body),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            failing()

    def explode(**named: object) -> None:
        message = f"could not read {body}"
        raise ValueError(message)

    incident_reported.connect(explode, dispatch_uid="explode")
    try:
        client = Client(raise_request_exception=False)
        client.force_login(cast.ana)
        assert client.post("/report/new/", report(cast)).status_code == 500
    finally:
        incident_reported.disconnect(dispatch_uid="explode")
    with override_settings(REFLECTION_KEYS=[]):
        day = timezone.localdate() + dt.timedelta(days=30)
        written = {"words": mark("private"), "delete_on": f"{day}"}
        assert client.post("/reflections/new/", written).status_code == 500


def _at_once(save: Callable[[], None]) -> None:
    """Save, and have the database look at its references now instead of at the end."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    save()


def _slowly(body: str) -> None:
    """Run into the time limit with the words as a parameter."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL statement_timeout = 50")
        cursor.execute("SELECT pg_sleep(1), %s::text", [body])


def tables_with_marks() -> set[str]:
    """Return the tables in which any mark stands in any column of any row."""
    found = set()
    for table in connection.introspection.table_names():
        name = connection.ops.quote_name(table)
        with connection.cursor() as cursor:
            # Bytes are printed as hex, and a mark in them would stand there like that.
            query = f"SELECT 1 FROM {name} t WHERE t::text LIKE ANY(%s) LIMIT 1"  # noqa: S608 - own tables
            cursor.execute(query, [[f"%{MARK}%", f"%{MARK.encode().hex()}%"]])
            if cursor.fetchone():
                found.add(table)
    return found


def server_log() -> Path | None:
    """The log of the test server; a server of somebody else's is not ours to read."""
    if "FLAVOUR" not in settings.DATABASES["default"]:
        return None
    return localpg.server("test").data / "server.log"


@pytest.fixture
def application_log() -> Iterator[StringIO]:
    """What the product's own log handler writes, through its own filter."""
    handlers = logging.getLogger("django").handlers
    handler = next(h for h in handlers if any(isinstance(f, Scrub) for f in h.filters))
    assert isinstance(handler, logging.StreamHandler)
    written = StringIO()
    before = handler.setStream(written)
    yield written
    handler.setStream(before)


@pytest.mark.django_db(transaction=True)
def test_canaries_stay_where_they_belong(application_log: StringIO) -> None:
    cast = assemble()
    log = server_log()
    start = log.stat().st_size if log else 0
    drive_the_arc(cast)
    fail_in_every_way(cast)
    send_outbox()
    told = application_log.getvalue()
    assert "Internal Server Error" in told, "the failure was logged at all"
    assert MARK not in told, "the application's log"
    if log:
        grown = log.read_bytes()[start:].decode(errors="replace")
        assert "ERROR" in grown, "the server logged the failures at all"
        assert MARK not in grown, "the database server's log"
    assert tables_with_marks() == set(KEPT_IN.values())
    assert Outbox.objects.exists()
    for message in mail.outbox:
        text = f"{message.subject} {message.body}"
        assert MARK not in text
        assert cast.ana.given_name not in text
    queue = Path(settings.LOCAL_DIR) / "broker"
    for file in queue.rglob("*") if queue.exists() else ():
        assert not file.is_file() or MARK.encode() not in file.read_bytes()
