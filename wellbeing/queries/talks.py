"""One check-in and what stands around it: earlier talks, the next one, what came out of it."""

import datetime as dt
from collections.abc import Sequence

from django.db.models import Exists, Q, QuerySet
from django.db.models.functions import Coalesce

from incidents.models import Incident, ReadingConsent
from people.models import User
from wellbeing.models import AgreedSupport, CareNote, CareOffer, CareSeries, CheckIn, SeriesReport

RECENT = dt.timedelta(weeks=6)


def checkins_seen_by(user: User) -> QuerySet[CheckIn]:
    """Return the check-ins a person may open, with who it is for and who holds them."""
    return CheckIn.objects.visible_to(user).select_related(
        "series__person", "series__team", "owner", "held_by", "claimed_by", "standing_in_for"
    )


def with_part_of(user: User) -> QuerySet[CareSeries]:
    """Return the care about a report that somebody was named as part of, or is a witness of."""
    part = Q(incident__involved__person=user) | Q(incident__witnesses__person=user)
    told = SeriesReport.objects.filter(part).values("series")
    taken = CareOffer.objects.filter(part, series__isnull=False).values("series")
    return CareSeries.objects.filter(Q(pk__in=told) | Q(pk__in=taken))


def unclaimed_alert(planned: Sequence[CheckIn], reader: User) -> CheckIn | None:
    """Return the alert that waits to be taken up; never for who was part of what happened."""
    found = next((one for one in planned if one.alert_at and not one.claimed_at), None)
    if found is None or with_part_of(reader).filter(pk=found.series_id).exists():
        return None
    return found


def has_alert(series: CareSeries) -> bool:
    """Say whether a serious report of this care waits for somebody to take it up."""
    waiting = CheckIn.objects.open().filter(series=series, alert_at__isnull=False)
    return waiting.filter(claimed_at__isnull=True).exists()


def next_after(checkin: CheckIn) -> CheckIn | None:
    """Return the next open check-in of the same person after this one."""
    return (
        CheckIn.objects.open()
        .filter(series__person=checkin.series.person_id)
        .filter(series__is_private=checkin.series.is_private)
        .exclude(pk=checkin.pk)
        .select_related("owner")
        .order_by("due_at", "id")
        .first()
    )


def earlier_talks(checkin: CheckIn, reader: User) -> list[CheckIn]:
    """Return earlier check-ins with this person that the reader may see, newest first."""
    return list(
        CheckIn.objects.visible_to(reader)
        .filter(series__person=checkin.series.person_id, done_at__isnull=False)
        .exclude(pk=checkin.pk)
        .order_by("-done_at")[:5]
    )


def is_suggested(checkin: CheckIn) -> bool:
    """Say whether it came from an offer of the product that the person took, whatever led to it."""
    taken = CareOffer.objects.taken().filter(person=checkin.series.person_id)
    return taken.filter(answered_at=checkin.created_at).exists()


def recent_reports(checkin: CheckIn, reader: User, now: dt.datetime) -> int:
    """Return how many reports a person sent in the last six weeks, as far as the reader may know.

    Anonymous ones are known to who holds the private care alone; a buddy is told of none, nor is
    who may not read yet what the talk is about.
    """
    if checkin.series.wish_buddy_id and checkin.series.wish_buddy_id == checkin.owner_id:
        return 0
    joined = checkin.series.reports.values("incident")
    withheld = ReadingConsent.objects.withheld_from(reader).filter(incident__in=joined)
    found = Incident.objects.counted().filter(~Exists(withheld), reported_at__gt=now - RECENT)
    found = found.filter(reported_by=checkin.series.person_id)
    return (found if checkin.series.is_private else found.filter(is_anonymous=False)).count()


def note_of(checkin: CheckIn, reader: User) -> CareNote | None:
    """Return the note of a talk for the two people; for everybody else there is none."""
    found = CareNote.objects.visible_to(reader).filter(checkin=checkin)
    return found.select_related("written_by").prefetch_related("corrections").first()


def supports_of(checkin: CheckIn, reader: User) -> list[AgreedSupport]:
    """Return what was agreed in a talk, as far as the reader may see it."""
    found = AgreedSupport.objects.visible_to(reader).filter(checkin=checkin)
    return list(found.select_related("by_whom", "checkin__series").prefetch_related("versions"))


def supports_to_ask(checkin: CheckIn) -> list[AgreedSupport]:
    """Return what was agreed with this person earlier and still stands: the talk asks after it."""
    found = AgreedSupport.objects.open().exclude(checkin=checkin)
    found = found.filter(
        checkin__series__person=checkin.series.person_id,
        checkin__series__is_private=checkin.series.is_private,
    )
    return list(found.select_related("by_whom", "checkin__series"))


def agreed_before(checkin: CheckIn, reader: User) -> list[AgreedSupport]:
    """Return what the reader may see of what earlier talks agreed, what still stands first.

    What is settled is told of the care that runs, and no longer of what is behind the person.
    """
    found = AgreedSupport.objects.visible_to(reader).exclude(checkin=checkin)
    found = found.open() | found.filter(checkin__series=checkin.series_id)
    found = found.filter(
        checkin__series__person=checkin.series.person_id,
        checkin__series__is_private=checkin.series.is_private,
    )
    standing_first = Coalesce("done_at", "dropped_at").desc(nulls_first=True)
    return list(
        found.select_related("by_whom", "checkin__series").order_by(standing_first, "-pk")[:5]
    )


def promised_by(user: User) -> list[AgreedSupport]:
    """Return the support somebody promised to colleagues: what and until when, not the story."""
    found = AgreedSupport.objects.open().filter(by_whom=user)
    return list(found.select_related("checkin__series__person"))


def known_customers(series: CareSeries) -> "QuerySet[Incident]":
    """Return the reports of this care whose customer is known and whose reporter is no secret."""
    joined = series.reports.values("incident")
    found = Incident.objects.filter(pk__in=joined, customer__isnull=False, is_anonymous=False)
    return found.select_related("customer", "site", "team").order_by("-occurred_at", "-pk")


def supports_about(incident: Incident, reader: User) -> list[AgreedSupport]:
    """Return what was agreed in the care of a report, as far as the reader may see it."""
    found = AgreedSupport.objects.visible_to(reader).filter(
        checkin__series__reports__incident=incident
    )
    return list(found.select_related("by_whom").order_by("until", "pk"))


def reports_since(checkin: CheckIn, reader: User) -> list[Incident]:
    """Return the reports since the alert on a contact that the reader may open, newest first."""
    joined = checkin.series.reports.filter(joined_at__gte=checkin.alert_at).values("incident")
    found = Incident.objects.visible_to(reader).filter(pk__in=joined)
    return list(found.select_related("team").order_by("-occurred_at", "-pk"))
