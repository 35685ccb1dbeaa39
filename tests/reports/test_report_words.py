"""HR's words beside a report, and being told of the next one."""

import pytest
from django.core import mail
from django.db import Error, transaction
from django.test import Client
from django.utils import timezone

from people.models import Notice, Outbox
from people.tasks import send_outbox
from reports.models import MonthlyReport, ReportWords, Subscription
from reports.operations.words import subscribe, tell_subscribers, write_words
from tests.cast import Cast
from tests.pdf_text import words_of
from tests.reports.test_longer_pages import frozen_quarter

PAGE = "/trends/2024-q3/words/figures/"


@pytest.fixture
def hana(cast: Cast, client: Client) -> Client:
    frozen_quarter()
    client.force_login(cast.hana)
    return client


def test_words_stand_beside_the_report_and_earlier_ones_stay(hana: Client) -> None:
    for said in ("A quiet summer.", "A quiet summer, with one hot week."):
        assert hana.post(PAGE, {"words": said}).status_code == 302
    shown = hana.get("/trends/2024-q3/").content.decode()
    assert "A quiet summer, with one hot week." in shown
    assert "A quiet summer.<" not in shown
    assert "A quiet summer.<" in hana.get(PAGE).content.decode()
    with pytest.raises(Error), transaction.atomic():
        ReportWords.objects.update(words="Nothing happened.")


def test_words_ask_once_about_medical_ones_and_belong_to_a_frozen_report(hana: Client) -> None:
    asked = hana.post(PAGE, {"words": "Two have a burn-out."})
    assert "This reads as medical" in asked.content.decode()
    assert not ReportWords.objects.exists()
    assert hana.get("/trends/2023-q3/words/figures/").status_code == 404
    assert hana.get("/trends/2024-q3/words/nonsense/").status_code == 404


def test_words_go_on_paper_and_those_with_figures_not_to_the_council(
    hana: Client, cast: Cast
) -> None:
    for part, said in (("figures", "Busy, but calm."), ("training", "We had 61 of them.")):
        write_words(actor=cast.hana, report="2024-q3", part=part, words=said, now=timezone.now())
    paper = words_of(hana.get("/trends/2024-q3/pdf/").content)
    council = words_of(hana.get("/trends/2024-q3/council/").content)
    assert "Busy, but calm." in paper
    assert "We had 61 of them." in paper
    assert "Busy, but calm." in council
    assert "61" not in council


def test_subscriber_gets_one_line_and_a_mail_without_a_figure(hana: Client, cast: Cast) -> None:
    assert hana.post("/trends/subscription/quarter/", {"on": "1"}).status_code == 302
    subscribe(actor=cast.ana, span="quarter", is_on=True)
    report, now = MonthlyReport.objects.latest("month"), timezone.now()
    assert tell_subscribers(report=report, now=now) == 1
    tell_subscribers(report=report, now=now)
    notice = Notice.objects.get(kind="trends")
    assert (notice.recipient, notice.path) == (cast.hana, "/trends/2024-q3/")
    Outbox.objects.update(due_at=now)
    send_outbox()
    (sent,) = mail.outbox
    assert "61" not in f"{sent.subject} {sent.body}"
    hana.post("/trends/subscription/quarter/", {"on": "0"})
    assert not Subscription.objects.filter(user=cast.hana).exists()
