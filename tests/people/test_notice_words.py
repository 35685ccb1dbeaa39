"""What a notice says inside Luwte: never a name, a customer, how grave it was, or the story.

A waking says one of two sentences for every kind, as a mail does; the tests of mails hold those
to it.
"""

import datetime as dt
import json
import re
from typing import Any

import pytest
from django.utils.translation import override
from pytest_django import Settings

from people.codes import KINDS, TOPIC_NAMES, Channel, Topic, Urgency, kinds_of
from people.models import Notice, PushSubscription
from people.operations import NoticeWishes, choose_notices, notify, push, send_due_pushes
from tests.cast import Cast

GRAVE = re.compile(
    r"\bS[0-4]\b|serious|grave|severe|abus|threat|violen|insult|rude|ernstig|zwaar|dreig|geweld"
    r"|beledig|grof",
    re.I,
)
HOLE = re.compile(r"%\(|%s|\{")


@pytest.mark.parametrize("language", ["en", "nl"])
@pytest.mark.parametrize("kind", list(Notice.Kind))
def test_line_is_one_fixed_sentence_that_names_nothing(kind: Notice.Kind, language: str) -> None:
    with override(language):
        line = str(Notice(kind=kind, path="/QXPATH/", key="QXKEY"))
    assert not GRAVE.search(line)
    assert not HOLE.search(line), "nothing is filled in"
    assert "QX" not in line
    with override("en"):
        assert (line == str(Notice(kind=kind))) is (language == "en"), "a text of its own"


def test_every_kind_has_a_name_of_its_own_on_the_page_of_choices() -> None:
    """In both languages; two kinds of one class are never called the same."""
    names: dict[str, list[str]] = {}
    for language in ("en", "nl"):
        with override(language):
            names[language] = [str(reach.name) for reach in KINDS.values()]
            for topic in Topic:
                inside = [str(KINDS[kind].name) for kind in kinds_of(topic)]
                assert len(set(inside)) == len(inside) > 0, topic
    assert all(names["en"])
    assert not [name for name, dutch in zip(names["en"], names["nl"], strict=True) if name == dutch]
    assert set(TOPIC_NAMES) == set(Topic)


@pytest.mark.parametrize(
    ("language", "urgent", "task"),
    [
        ("en", "Please open Luwte now", "You have a task"),
        ("nl", "Open nu Luwte", "Je hebt een taak"),
    ],
)
def test_waking_says_one_of_two_sentences_whatever_it_is_about(
    cast: Cast,
    now: dt.datetime,
    settings: Settings,
    monkeypatch: pytest.MonkeyPatch,
    language: str,
    urgent: str,
    task: str,
) -> None:
    settings.PUSH, settings.VAPID_SECRET, sent = True, "s" * 50, []
    settings.PUSH_CONTACT, settings.PUSH_HOSTS = "mailto:it@luwte.example", ["push.example"]
    monkeypatch.setattr(push, "webpush", lambda *_, data, **__: sent.append(json.loads(data)))
    cast.ana.language = language
    cast.ana.save()
    on = frozenset((kind, channel) for kind in KINDS for channel in Channel)
    choose_notices(actor=cast.ana, wishes=NoticeWishes(on, None, None), now=now)
    PushSubscription.objects.create(
        user=cast.ana, endpoint="https://push.example/1", p256dh="p", auth="a", made_at=now
    )
    told: dict[str, dict[str, Any]] = {}
    for kind in Notice.Kind:
        notify(recipient=cast.ana, kind=kind, path=f"/{kind}/", key=kind, now=now)
        send_due_pushes(now=now)
        told[kind] = sent.pop()
    assert {kind: one["text"] for kind, one in told.items()} == {
        kind: urgent if KINDS[kind].urgency == Urgency.NOW else task for kind in Notice.Kind
    }
    assert {frozenset(one) for one in told.values()} == {frozenset({"text", "path", "tag"})}
