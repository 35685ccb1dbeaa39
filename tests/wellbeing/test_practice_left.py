"""A scenario that was begun goes on when its asker or its second looker cannot."""

import datetime as dt

import pytest

from people.errors import RuleBroken
from people.models import Membership, Notice, User
from tests.cast import Cast
from tests.wellbeing.pages import signed_in, text_of
from tests.wellbeing.test_practice import agreed, draft, looked
from wellbeing.operations.practice import (
    ask_consent,
    ask_second_look,
    pass_second_look,
    recall_draft,
    save_draft,
)

pytestmark = pytest.mark.django_db
GO_ON = "Go on with it"


def leads_no_more(person: User) -> None:
    Membership.objects.filter(user=person).update(ends_on=dt.date(2026, 1, 31))


def test_who_leads_now_goes_on_with_what_was_begun(cast: Cast, now: dt.datetime) -> None:
    consent = agreed(cast, now)
    scenario = save_draft(actor=cast.max, consent=consent, draft=draft(), now=now)
    page = f"/report/{consent.incident.public_id}/"
    assert GO_ON not in text_of(signed_in(cast.dex).get(page).content.decode())
    leads_no_more(cast.max)
    dex = signed_in(cast.dex)
    assert GO_ON in text_of(dex.get(page).content.decode())
    there = dex.post(f"{page}practice/", follow=True)
    assert "You go on with it now." in text_of(there.content.decode())
    consent.refresh_from_db()
    scenario.refresh_from_db()
    assert (consent.asked_by, scenario.made_by) == (cast.dex, cast.dex)
    assert dex.get(f"{consent.get_absolute_url()}draft/").status_code == 200
    assert consent.is_agreed


def test_nobody_takes_it_from_who_still_acts_on_the_report(cast: Cast, now: dt.datetime) -> None:
    consent = agreed(cast, now)
    with pytest.raises(RuleBroken, match="asked already"):
        ask_consent(actor=cast.dex, incident=consent.incident, now=now)


def test_who_was_to_look_second_writes_on_and_asks_another(cast: Cast, now: dt.datetime) -> None:
    consent = looked(cast, now)
    leads_no_more(cast.max)
    ask_consent(actor=cast.pim, incident=consent.incident, now=now)
    consent.refresh_from_db()
    scenario = consent.scenario
    assert scenario is not None
    assert (scenario.made_by, scenario.second_by, scenario.second_at) == (cast.pim, None, None)
    ask_second_look(actor=cast.pim, scenario=scenario, second_by=cast.dex, now=now)


def test_text_is_taken_back_from_who_does_not_look(cast: Cast, now: dt.datetime) -> None:
    consent = agreed(cast, now)
    scenario = save_draft(actor=cast.max, consent=consent, draft=draft(), now=now)
    ask_second_look(actor=cast.max, scenario=scenario, second_by=cast.pim, now=now)
    assert Notice.objects.unread().filter(recipient=cast.pim).exists()
    there = signed_in(cast.max).post(f"{consent.get_absolute_url()}recall/", follow=True)
    assert "The text is with you again." in text_of(there.content.decode())
    assert not Notice.objects.unread().filter(recipient=cast.pim).exists()
    ask_second_look(actor=cast.max, scenario=scenario, second_by=cast.dex, now=now)
    pass_second_look(actor=cast.dex, scenario=scenario, now=now)
    with pytest.raises(RuleBroken):
        recall_draft(actor=cast.max, scenario=scenario, now=now)
