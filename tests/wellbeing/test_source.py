"""What a practice scenario begins with: every name that must not be in it is known."""

import datetime as dt

import pytest

from incidents.models import InvolvedColleague, Narrative, Takeover, TakeoverKind
from people.models import Membership
from tests.cast import Cast
from tests.factories import MembershipFactory, UserFactory
from tests.wellbeing.pages import signed_in, text_of
from tests.wellbeing.stories import closed
from wellbeing.operations.practice import Draft, agree, ask_consent, ask_second_look, save_draft
from wellbeing.queries.source import known_of, original_of

pytestmark = pytest.mark.django_db


def test_colleagues_are_known_alike_so_that_no_mark_tells_who_it_was(
    cast: Cast, now: dt.datetime
) -> None:
    """Whoever once worked in the team is found, the anonymous reporter no differently."""
    former = UserFactory.create(name="Quirine Blom")
    MembershipFactory.create(
        user=former, team=cast.north, ends_on=dt.date(2024, 1, 1), kind=Membership.Kind.STAFF
    )
    incident = closed(cast, now, is_anonymous=True)
    known = known_of(incident)
    assert {"Ana Bakker", "Quirine Blom", "Max Visser", "Dex Kuiper"} <= set(known.colleagues)
    original = original_of(incident, cast.max, "en")
    assert original.proposal == (
        "the customer ([number]) shouted at a colleague in [place]; a colleague saw it."
    )
    assert not Narrative.objects.visible_to(cast.zoe).exists()
    assert original_of(incident, cast.zoe, "en").pieces == []


def test_whoever_was_linked_to_the_report_is_known_from_whatever_team(
    cast: Cast, now: dt.datetime
) -> None:
    eline, wim = (UserFactory.create(name=name) for name in ("Eline Smit", "Wim Prins"))
    incident = closed(cast, now)
    Takeover.objects.create(
        incident=incident, team=cast.north, kind=TakeoverKind.JOIN, person=cast.ana, taken_by=eline,
        taken_at=now,
    )  # fmt: skip
    InvolvedColleague.objects.create(
        incident=incident, person=wim, marked_by=cast.ana, marked_at=now
    )
    assert {"Eline Smit", "Wim Prins"} <= set(known_of(incident).colleagues)


def test_author_and_second_pair_of_eyes_see_what_may_be_a_name(
    cast: Cast, now: dt.datetime
) -> None:
    """A known name that is a word, written small, is shown to the author alone.

    The text opens in the language it is written in, whatever the author speaks.
    """
    MembershipFactory.create(user=UserFactory.create(name="Karel Roos"), team=cast.north)
    consent = ask_consent(actor=cast.max, incident=closed(cast, now), now=now)
    consent = agree(actor=cast.ana, consent=consent, now=now)
    words = {
        "title": "De bos bloemen", "situation": "Sjoerd kwam binnen met een roos.", "opening": "",
        "roles": "De klant: Je bent moe.", "to_try": "Zeg wat je ziet.", "to_learn": "Zeg het.",
    }  # fmt: skip
    draft = Draft(language="nl", words=words, channels=(1,), steps=(1,), topics=(1,))
    scenario = save_draft(actor=cast.max, consent=consent, draft=draft, now=now)
    page = signed_in(cast.max).get(f"{consent.get_absolute_url()}draft/").text
    assert "may be a word: Sjoerd, roos." in text_of(page)
    assert "Sjoerd kwam binnen" in page
    ask_second_look(actor=cast.max, scenario=scenario, second_by=cast.pim, now=now)
    look = signed_in(cast.pim).get(f"{scenario.get_absolute_url()}second-look/").text
    assert "may be a word: Sjoerd. Look at these twice." in text_of(look)
