"""A good word from who leads the team, for somebody who handled a hard contact."""

import datetime as dt
from typing import Any

import pytest
from django.db import DatabaseError, transaction

from incidents.codes.after import OUTCOME_BY_KEY, RELATION_BY_KEY
from incidents.models import Event, Incident, Praise
from incidents.operations import praise_reporter
from people.errors import RuleBroken
from people.models import Notice
from tests.cast import Cast
from tests.incidents.test_anonymous import anonymous
from tests.wellbeing.pages import signed_in, text_of
from tests.wellbeing.stories import report

WORDS = "You stayed calm and kept to the rules."


def ended(incident: Incident, **how: Any) -> Incident:
    changes = how or {"relation_after": RELATION_BY_KEY["better"].number}
    Incident.objects.filter(pk=incident.pk).update(**changes)
    incident.refresh_from_db()
    return incident


def test_a38_a_solved_conflict_earns_a_good_word(cast: Cast, now: dt.datetime) -> None:
    """The relation is better than before: the manager praises, the person reads it as such."""
    incident = ended(report(cast.ana, cast.north, now))
    url = f"/report/{incident.public_id}/"
    leader = signed_in(cast.max)
    assert f"{url}praise/" in leader.get(url).text
    assert leader.post(f"{url}praise/", {"body": WORDS})["Location"] == f"{url}#praise"
    notice = Notice.objects.get(recipient=cast.ana, kind="praise")
    assert notice.path == f"{url}#praise"
    page = signed_in(cast.ana).get(url).text
    shown = text_of(page[page.index('id="praise"') :])
    assert shown.index("Well handled") < shown.index(WORDS) < shown.index("Max Visser")
    assert f"{url}praise/" not in leader.get(url).text, "once is enough"
    assert Event.objects.filter(incident=incident, kind="praised", actor=cast.max).count() == 1


@pytest.mark.parametrize(
    ("how", "is_over"),
    [
        ({"relation_after": RELATION_BY_KEY["same"].number}, True),
        ({"relation_after": RELATION_BY_KEY["worse"].number}, False),
        ({"outcome": OUTCOME_BY_KEY["left_angry"].number}, True),
        ({"answer_due_at": None}, False),
    ],
)
def test_praise_is_for_a_contact_that_is_over(
    cast: Cast, now: dt.datetime, how: dict[str, Any], *, is_over: bool
) -> None:
    incident = ended(report(cast.ana, cast.north, now), **how)
    url = f"/report/{incident.public_id}/"
    leader = signed_in(cast.max)
    assert (f"{url}praise/" in leader.get(url).text) == is_over
    assert leader.get(f"{url}praise/").status_code == (200 if is_over else 403)
    if not is_over:
        with pytest.raises(RuleBroken):
            praise_reporter(actor=cast.max, incident=incident, body=WORDS, now=now)


def test_praise_is_written_once_and_by_another(cast: Cast, now: dt.datetime) -> None:
    incident = ended(report(cast.ana, cast.north, now))
    for actor in (cast.ana, cast.zoe, cast.otto, cast.hana):
        with pytest.raises(RuleBroken):
            praise_reporter(actor=actor, incident=incident, body=WORDS, now=now)
    for _ in range(2):
        praise_reporter(actor=cast.max, incident=incident, body=WORDS, now=now)
    with pytest.raises(RuleBroken, match="before"):
        praise_reporter(actor=cast.max, incident=incident, body="And more.", now=now)
    assert Praise.objects.count() == 1
    assert Notice.objects.filter(kind="praise").count() == 1
    own = Praise(incident=incident, written_by=cast.ana, body="Me!", written_at=now)
    with pytest.raises(DatabaseError, match="praises themself"), transaction.atomic():
        own.save()
    with pytest.raises(DatabaseError), transaction.atomic():
        Praise.objects.update(body="Hm.")


@pytest.mark.parametrize("body", ["", "   ", "x" * 301])
def test_praise_that_is_refused_keeps_what_was_typed(
    cast: Cast, now: dt.datetime, body: str
) -> None:
    incident = ended(report(cast.ana, cast.north, now))
    refused = signed_in(cast.max).post(f"/report/{incident.public_id}/praise/", {"body": body})
    assert refused.status_code == 422
    assert refused.context["form"].errors["body"]
    assert body in refused.text


def test_praise_reaches_who_reported_without_a_name(cast: Cast, now: dt.datetime) -> None:
    incident = ended(anonymous(cast, now))
    url = f"/report/{incident.public_id}/praise/"
    leader = signed_in(cast.max)
    assert "Ana" not in text_of(leader.get(url).text)
    leader.post(url, {"body": WORDS})
    assert WORDS in signed_in(cast.ana).get(f"/report/{incident.public_id}/").text
    assert "Ana" not in text_of(leader.get(f"/report/{incident.public_id}/").text)
