"""The parts of the pages: what they say to screen readers, and that they keep to the policy."""

import datetime as dt
import re
from pathlib import Path

import pytest
from crispy_forms.helper import FormHelper
from crispy_forms.layout import Field, Layout
from django import forms
from django.conf import settings
from django.template import Context, Template, TemplateSyntaxError
from django.template.loader import render_to_string
from django.utils import timezone, translation

from config.templatetags import luwte

TEMPLATES = sorted(settings.BASE_DIR.glob("*/templates/**/*.html"))
NOON = dt.datetime(2026, 11, 19, 11, 0, tzinfo=dt.UTC)


class Hinted(str):
    """A choice with one line of explanation."""

    __slots__ = ()
    hint = "I could handle it"


class SampleForm(forms.Form):
    place = forms.CharField(help_text="Where you stood")
    phone = forms.CharField(required=False)
    did = forms.MultipleChoiceField(
        label="The customer…",
        choices=[("v", "raised their voice"), ("s", "swore")],
        widget=forms.CheckboxSelectMultiple,
        help_text="Choose all that fit.",
    )
    reading = forms.ChoiceField(choices=[("1", Hinted("Unpleasant"))], widget=forms.RadioSelect)
    agree = forms.BooleanField(required=False, help_text="You may change this")
    team = forms.ChoiceField(choices=[("a", "A")])

    @property
    def helper(self) -> FormHelper:
        helper = FormHelper()
        helper.form_tag = False
        helper.layout = Layout(
            "place", "phone", "did", Field("reading", wrapper_class="as-choices"), "agree", "team"
        )
        return helper


def render(source: str, **facts: object) -> str:
    return Template("{% load luwte crispy_forms_tags %}" + source).render(Context(facts))


def sample(data: dict[str, object] | None = None) -> str:
    return render("{% crispy form %}", form=SampleForm(data))


def test_every_page_has_one_polite_live_region() -> None:
    speaking = re.compile(r'role="status"|aria-live="polite"|<output')
    found = {path.name for path in TEMPLATES if speaking.search(path.read_text("utf-8"))}
    assert found == {"_messages.html"}
    for name in ("base.html", "shell.html", "entrance.html"):
        text = (settings.BASE_DIR / "config" / "templates" / name).read_text("utf-8")
        assert text.count('{% include "partials/_messages.html"') == 1, name


def test_field_has_its_hint_above_and_no_asterisk() -> None:
    text = sample()
    assert text.index("Where you stood") < text.index('name="place"')
    assert 'aria-describedby="id_place_helptext"' in text
    assert "*" not in text
    assert text.count('class="opt"') == 1


def test_field_in_error_says_so_to_everybody() -> None:
    text = sample({"did": ["s"], "reading": "1", "team": "a"})
    field = re.search(r'<input[^>]*name="place"[^>]*>', text)
    assert field is not None
    assert 'aria-invalid="true"' in field.group()
    assert "id_place_error" in field.group()
    assert 'id="id_place_error"' in text


def test_many_answers_become_chips_in_a_fieldset() -> None:
    text = sample()
    assert '<label class="chip" for="id_did_0">' in text
    assert re.search(r'<fieldset id="div_id_did"[^>]*aria-describedby="id_did_helptext"', text)
    assert re.search(r"<legend>The customer…\s*</legend>", text)


def test_answers_become_cards_with_their_hint_when_asked() -> None:
    text = sample()
    assert '<label class="choice" for="id_reading_0">' in text
    assert "<b>Unpleasant</b><small>I could handle it</small>" in text


def test_answers_given_stay_given() -> None:
    text = sample({"did": ["s"], "place": "Desk 3"})
    assert 'value="Desk 3"' in text
    assert re.search(r'value="s"[^>]*checked', text)


def test_error_summary_leads_to_each_field() -> None:
    form = SampleForm({"phone": "1"})
    text = render_to_string("partials/_error_summary.html", {"form": form})
    assert 'role="alert" tabindex="-1"' in text
    assert "4 things are missing" in text
    for target in ("id_place", "id_did_0", "id_reading_0", "id_team"):
        assert f'href="#{target}"' in text


def test_error_summary_is_silent_without_errors() -> None:
    assert not render_to_string("partials/_error_summary.html", {"form": SampleForm()}).strip()


def test_icon_is_decoration() -> None:
    assert render('{% icon "check" "tick" %}') == (
        '<svg class="i tick" aria-hidden="true"><use href="/static/icons.svg#check"/></svg>'
    )


def test_icon_that_is_not_drawn_is_refused() -> None:
    with pytest.raises(TemplateSyntaxError, match="unicorn"):
        render('{% icon "unicorn" %}')


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_template_uses_drawn_icons_and_keeps_to_the_policy(path: Path) -> None:
    text = path.read_text()
    assert set(re.findall(r'{% icon "([\w-]+)"', text)) <= luwte.icon_names()
    assert not re.search(r"\sstyle=", text)
    assert not re.search(r"<script(?![^>]*\ssrc=)", text)
    assert not re.search(r"\son(click|load|change|submit)=", text)
    assert "<style" not in text
    assert "|safe" not in text


def test_severity_has_dots_and_a_word() -> None:
    text = render("{% severity 3 %}")
    assert 'data-l="3"' in text
    assert '<i aria-hidden="true">' in text
    assert "Threatening" in text


@pytest.mark.parametrize(
    ("style", "language", "said"),
    [
        ("time", "en", "12:00"),
        ("date", "en", "19 November 2026"),
        ("date", "nl", "19 november 2026"),
        ("month", "nl", "november 2026"),
    ],
)
def test_moment_is_said_in_the_readers_language_and_zone(
    style: str, language: str, said: str
) -> None:
    with translation.override(language), timezone.override("Europe/Amsterdam"):
        assert luwte.in_words(NOON, style) == said


def test_short_day_of_another_year_says_which() -> None:
    today = timezone.localdate()
    assert luwte.in_words(today, "short") == f"{today.day} {today:%b}"
    assert luwte.in_words(dt.date(2024, 7, 11), "short") == "11 Jul 2024"
    with translation.override("nl"):
        assert luwte.in_words(dt.date(2024, 7, 11), "short") == "11 jul 2024"


def test_moment_of_today_is_said_as_today() -> None:
    now = timezone.now()
    assert luwte.in_words(now).startswith("today, ")
    assert luwte.in_words(timezone.localdate() + dt.timedelta(days=1)) == "tomorrow"
    assert render("{% when moment %}", moment=None) == ""


def test_moment_carries_its_machine_form() -> None:
    assert '<time datetime="2026-11-19T11:00+00:00">' in render("{% when m %}", m=NOON)


@pytest.mark.parametrize("kind", ["", "priv", "due", "ok", "now"])
def test_note_and_tag_have_words_beside_the_colour(kind: str) -> None:
    for part in ("_note", "_tag"):
        text = render_to_string(f"partials/{part}.html", {"kind": kind, "text": "Only you"})
        assert "Only you" in text
        assert "</p></p>" not in text
