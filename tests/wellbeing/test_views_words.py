"""Every care page speaks the reader's language and avoids the words that hurt."""

import pytest
from django.urls import reverse

from incidents.operations import give_answer
from tests.cast import Cast
from tests.factories import TrainingNeedFactory
from tests.wellbeing.pages import BANNED, just_now, next_checkin, reported, signed_in, text_of
from wellbeing.codes import Outcome
from wellbeing.operations import Support, Talk, hold_checkin


def pages_of(cast: Cast) -> list[tuple[str, str]]:
    """Tell a whole story and return who opens which page of it."""
    held = reported(cast.ana, cast.north)
    checkin = next_checkin(cast.ana)
    support = Support("Dex sits next to Ana", cast.dex)
    talk = Talk(
        outcome=Outcome.HELD, note="Fine.", repeat_ready="yes", supports=(support,), topics=(2,)
    )
    hold_checkin(actor=cast.max, checkin=checkin, talk=talk, now=just_now())
    give_answer(actor=cast.max, incident=held, sentence="We rang.", now=just_now())
    threat = reported(cast.ana, cast.north, "threat_words")
    need = TrainingNeedFactory.create(person=cast.ana, topic=7)
    reports = [reverse("wellbeing:report", args=[row.public_id]) for row in (held, threat)]
    talks = [
        reverse("wellbeing:checkin", args=[row.public_id])
        for row in (checkin, next_checkin(cast.ana))
    ]
    own = ["/home/", "/mine/", "/checkin/new/", "/training/", f"{reports[1]}thanks/"]
    own.append(reverse("wellbeing:need_refusal", args=[need.public_id]))
    leading = ["/today/", "/reports/", "/training/"]
    return [
        *(("ana", page) for page in (*own, *reports, *talks)),
        *(("max", page) for page in (*leading, *reports, *talks)),
        ("pim", "/today/"),
        ("hana", "/training/"),
    ]


@pytest.mark.parametrize("language", ["en", "nl"])
def test_pages_speak_the_language_and_avoid_the_words_that_hurt(cast: Cast, language: str) -> None:
    found = []
    for who, page in pages_of(cast):
        response = signed_in(getattr(cast, who), language).get(page)
        assert response.status_code == 200, page
        assert f'<html lang="{language}"' in response.text
        found += [(page, match[0]) for match in BANNED.finditer(text_of(response.text))]
    assert found == []
