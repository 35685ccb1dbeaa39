"""Obvious medical words: found in every language, warned about once, never refused."""

import datetime as dt

import pytest
from crispy_forms.templatetags.crispy_forms_filters import as_crispy_field
from django import forms
from django.template.loader import render_to_string
from django.utils import timezone

from incidents.models import Narrative
from people.forms.careful import CarefulField
from people.medical import languages, medical_words, words_of
from people.models import Team
from tests.cast import Cast
from tests.wellbeing.pages import signed_in


class Note(forms.Form):
    text = CarefulField(required=False, rows=2)


def test_medical_words_has_a_list_for_each_language() -> None:
    assert languages() == ["en", "nl"]
    for language in languages():
        assert len(words_of(language)) == len(set(words_of(language))) > 50


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("She has PTSD and a panic attack.", ["PTSD", "panic attack"]),
        ("Hij is overspannen, depressief; depressief.", ["overspannen", "depressief"]),
        ("Burn-out dreigt", ["Burn-out"]),
        (
            "Called in sick, burnt out and anxious; sees a therapist.",
            ["in sick", "burnt out", "anxious", "therapist"],
        ),
        (
            "Heeft zich ziek gemeld, is angstig en in therapie.",
            ["ziek gemeld", "angstig", "therapie"],
        ),
        ("Was sick on Monday. Ze is ziek thuis.", ["sick", "ziek"]),
        ("We are sick of the queue, sick and tired. Ze is niet bang.", []),
        ("Ik word ziek van dat wachten. A sick joke about ziekte.", []),
        ("The customer shouted at the desk about the press.", []),
        ("Sits next to Bram until Wednesday. A break after hard talks.", []),
        ("Zit tot woensdag naast Bram.", []),
    ],
)
def test_medical_words_finds_whole_words(text: str, found: list[str]) -> None:
    assert medical_words(text) == found


def test_careful_field_carries_the_hint() -> None:
    page = str(Note()["text"])
    assert "No symptoms, no diagnoses." in page
    assert 'aria-describedby="id_text_careful"' in page
    assert "checkbox" not in page


def test_careful_field_asks_once_and_loses_nothing() -> None:
    """The question, then the box that answers it; in the summary under a heading of its own."""
    words = "Says it is a burnout."
    form = Note({"text": words})
    assert not form.is_valid()
    page = str(as_crispy_field(form["text"]))
    places = [page.index(part) for part in (words, "This reads as medical", 'name="text_keep"')]
    assert places == sorted(places)
    assert "checked" not in page
    summary = render_to_string("partials/_error_summary.html", {"form": form})
    assert "A question about your words" in summary
    assert "missing or not right" not in summary

    kept = Note({"text": words, "text_keep": "yes"})
    assert kept.is_valid()
    assert kept.cleaned_data["text"] == words
    assert str(kept["text"]).count(" checked") == 1, "kept where something else is refused"


def test_summary_counts_faults_apart_from_questions() -> None:
    class Two(Note):
        day = forms.DateField()

    form = Two({"text": "Has had a burnout.", "day": "soon"})
    summary = render_to_string("partials/_error_summary.html", {"form": form})
    assert summary.index("One thing is missing") < summary.index("#id_day")
    assert summary.index("#id_day") < summary.index("A question about your words")
    assert summary.index("A question about your words") < summary.index("#id_text")


def test_careful_field_takes_other_words_at_once() -> None:
    form = Note({"text": " Another desk. "})
    assert form.is_valid()
    assert form.cleaned_data["text"] == "Another desk."


def about(team: Team, words: str, **more: str) -> dict[str, object]:
    """A report as the form sends it; `more` says that it was a colleague's."""
    at = timezone.localtime() - dt.timedelta(hours=1)
    return {
        "behaviours": ["shouting"], "reading": "2", "channel": "counter",
        "occurred_on": f"{at:%Y-%m-%d}", "occurred_time": f"{at:%H:%M}",
        "team": str(team.public_id), "narrative": words, **more,
    }  # fmt: skip


def test_report_for_a_colleague_asks_once_and_ones_own_words_are_ones_own(cast: Cast) -> None:
    boss, words = signed_in(cast.max), "She has had a burn-out since."
    assert "About a colleague? No symptoms, no diagnoses." in boss.get("/report/new/").text
    of_ana = {"colleague": str(cast.ana.public_id)}
    sent = about(cast.north, words, **of_ana)
    asked = boss.post("/report/new/", sent)
    assert asked.status_code == 422
    assert "This reads as medical: burn-out" in asked.text
    assert words in asked.text
    assert 'name="narrative_keep"' in asked.text
    assert boss.post("/report/new/", sent | {"narrative_keep": "yes"}).status_code == 302
    own = signed_in(cast.ana).post("/report/new/", about(cast.north, words))
    assert own.status_code == 302
    assert Narrative.objects.filter(body=words).count() == 2
