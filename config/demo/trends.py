"""What HR of the demonstration wrote beside the newest report, and asked to be told of."""

import datetime as dt

from people.models import RoleGrant, User
from reports.models import MonthlyReport, ReportWords, Subscription
from reports.operations.words import subscribe, write_words

WORDS = {
    "en": "Most of it is about bills, as every autumn. We put a second person on the desk in the "
    "afternoons, and look at it again with the next report.",
    "nl": "Het meeste gaat over rekeningen, zoals elk najaar. ’s Middags staat er een tweede "
    "collega aan de balie; bij het volgende rapport kijken we er weer naar.",
}


def write_trends(language: str, now: dt.datetime) -> None:
    """Put words under what stands out of the newest report, and subscribe to each month."""
    newest = MonthlyReport.objects.order_by("-month").first()
    hana = User.objects.active().with_role(RoleGrant.Role.HR).order_by("pk").first()
    if newest is None or hana is None:
        return
    subscribe(actor=hana, span=Subscription.Span.MONTH, is_on=True)
    write_words(
        actor=hana,
        report=f"{newest.month:%Y-%m}",
        part=ReportWords.Part.SIGNALS,
        words=WORDS[language],
        now=now,
    )
