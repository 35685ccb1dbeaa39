"""Facts told in a talk go to the report, from whoever holds it and may be told about it."""

import datetime as dt

import pytest

from incidents.models import Incident, Narrative, ReadingConsent
from incidents.operations import add_facts
from people.errors import RuleBroken
from people.models import User
from tests.cast import Cast
from tests.wellbeing.pages import signed_in
from tests.wellbeing.stories import checkins_of, report
from wellbeing.models import CheckIn

pytestmark = pytest.mark.django_db


@pytest.fixture
def told(cast: Cast, now: dt.datetime) -> Incident:
    return report(cast.ana, cast.north, now)


def url(row: CheckIn) -> str:
    return f"/checkin/{row.public_id}/"


@pytest.mark.parametrize("who", ["nora", "pim", "bea"])
def test_whoever_holds_the_talk_adds_facts_to_the_report(
    cast: Cast, told: Incident, buddy: User, now: dt.datetime, who: str
) -> None:
    """The next level and a buddy too, who cannot open the report itself."""
    holder = buddy if who == "bea" else getattr(cast, who)
    row = checkins_of(cast.ana)[0]
    CheckIn.objects.filter(pk=row.pk).update(owner=holder)
    client = signed_in(holder)
    page = client.get(url(row)).text
    assert 'name="facts"' in page
    assert ("Alkmaar" in page) is (who == "pim"), "the place is for who may open the report"
    sent = {"outcome": "held", "facts": "QXFACTS", "facts_about": str(told.public_id)}
    assert client.post(url(row), sent).status_code == 302
    facts = Narrative.objects.get(part=Narrative.Part.FACTS)
    assert (facts.incident, facts.written_by) == (told, holder)
    assert "QXFACTS" in signed_in(cast.max).get(told.get_absolute_url()).text


@pytest.mark.parametrize("why", ["withheld", "anonymous", "refused"])
def test_report_that_is_not_told_to_the_holder_takes_no_facts(
    cast: Cast, told: Incident, now: dt.datetime, why: str
) -> None:
    """Until the person lets a new holder read, and never where it has no name or was refused."""
    row = checkins_of(cast.ana)[0]
    CheckIn.objects.filter(pk=row.pk).update(owner=cast.dex)
    if why == "withheld":
        ReadingConsent.objects.create(incident=told, reader=cast.dex, asked_at=now)
    elif why == "anonymous":
        Incident.objects.filter(pk=told.pk).update(is_anonymous=True)
    else:
        Incident.objects.filter(pk=told.pk).update(
            written_by=cast.zoe, refused_at=now, confirmed_at=None
        )
    told.refresh_from_db()
    client = signed_in(cast.dex)
    assert 'name="facts"' not in client.get(url(row)).text
    with pytest.raises(RuleBroken):
        add_facts(actor=cast.dex, incident=told, body="QXFACTS", now=now)
