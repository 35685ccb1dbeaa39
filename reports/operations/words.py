"""HR's own words beside a frozen report, and who is told of the next one."""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from people.errors import RuleBroken
from people.models import Notice, User
from people.operations import Call, notify_all
from reports.models import MonthlyReport, ReportWords, Subscription
from reports.periods import Period


@transaction.atomic
def write_words(
    *, actor: User, report: str, part: str, words: str, now: dt.datetime
) -> ReportWords:
    """Keep what HR says about one part of a report; what was said before stays beside it.

    Checks: there are words, and others than the newest. Writes: a new row. Signals: none. Sends:
    nothing.
    """
    said = words.strip()
    if not said:
        raise RuleBroken(_("Write what you want to say."), field="words")
    newest = ReportWords.objects.filter(report=report, part=part).first()
    if newest is not None and newest.words == said:
        return newest
    return ReportWords.objects.create(
        report=report, part=part, words=said, written_by=actor, written_at=now
    )


@transaction.atomic
def subscribe(*, actor: User, span: str, is_on: bool) -> None:
    """Begin or stop telling a person of new reports of one length; twice is as good as once.

    Checks: nothing. Writes: the subscription. Signals: none. Sends: nothing.
    """
    if is_on:
        Subscription.objects.get_or_create(user=actor, span=span)
    else:
        Subscription.objects.filter(user=actor, span=span).delete()


@transaction.atomic
def tell_subscribers(*, report: MonthlyReport, now: dt.datetime) -> int:
    """Tell who subscribed that a report is there, once each; returns how many lines there are.

    Checks: who subscribed still works in HR. Writes: a notice per person and report. Signals:
    none. Sends: what the notices bring, a link and no figure.
    """
    names = {"month": f"{report.month:%Y-%m}"}
    names |= {
        span: str(getattr(Period, span)(report.month))
        for span in ("quarter", "year")
        if span in report.figures
    }
    wanted = list(
        Subscription.objects.filter(span__in=names, user__is_active=True)
        .order_by("pk")
        .values_list("user_id", "span")
    )
    # Nobody's name is read for a report that nobody waits for.
    people = User.objects.in_bulk([who for who, _span in wanted]) if wanted else {}
    calls = [
        Call(
            people[who],
            Notice.Kind.TRENDS,
            f"/trends/{names[span]}/",
            f"trends:{names[span]}:{who}",
        )
        for who, span in wanted
        if people[who].is_hr
    ]
    return len(notify_all(calls=calls, now=now)) if calls else 0
