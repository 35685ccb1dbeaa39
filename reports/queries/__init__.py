"""Aggregates to publish from: counts per reporter, contacts, teams. No story, no names."""

import datetime as dt
from collections.abc import Iterable
from decimal import Decimal

from django.db.models import (
    Case,
    Count,
    F,
    Func,
    IntegerField,
    Max,
    Min,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Sum,
    Value,
    When,
)
from django.db.models.functions import Coalesce, ExtractIsoWeekDay, TruncMonth

from incidents.codes import Severity
from incidents.models import (
    Agreement,
    Customer,
    Incident,
    Judgement,
    Measure,
    Product,
    Promise,
    Remedy,
    Settlement,
    Tally,
)
from people.models import Membership, Organisation, Site, Team
from reports.models import ContactVolume, MonthlyReport
from reports.periods import last_closed, months_until, shifted

MOST_MONTHS = 60


def today(now: dt.datetime) -> dt.date:
    """Give the organisation's own date."""
    return now.astimezone(Organisation.current().time_zone).date()


def _days(first: dt.date, last: dt.date) -> "dict[str, dt.date]":
    return {"occurred_on__gte": first, "occurred_on__lt": shifted(last, 1)}


def _between(first: dt.date, last: dt.date) -> Q:
    """Reports that count in these months: theirs, and late ones of months published before.

    What comes in after a month was published counts in the first month that was not.
    """
    published = MonthlyReport.objects.filter(month__lte=last)
    made = dict(published.order_by("month").values_list("month", "made_at"))
    found = Q(**_days(first, last))
    if before := [month for month in made if month < first]:
        since = max(made[month] for month in before)
        found |= Q(occurred_on__gte=before[0], occurred_on__lt=first, confirmed_at__gt=since)
    return found & Q(confirmed_at__lte=made[last]) if last in made else found


def month_rows(month: dt.date) -> list[tuple[int, int | None, int, bool, int]]:
    """Give team, product, reporter, threatening or physical, reports of one month."""
    serious = Case(
        When(severity__gte=Severity.THREAT_OR_DAMAGE, then=Value(1)),
        default=Value(0),
        output_field=IntegerField(),
    )
    found = Incident.objects.counted().filter(_between(month, month)).annotate(serious=serious)
    return list(
        found.values_list("team_id", "product_id", "reported_by_id", "serious")
        .annotate(reports=Count("id"))
        .order_by("team_id", "product_id", "reported_by_id", "serious")
    )


def small_things(month: dt.date) -> dict[int, int]:
    """Count the small things of one month per person: a class of its own, never reports."""
    found = Tally.objects.standing().filter(**_days(month, month))
    return dict(found.values_list("person_id").annotate(n=Count("id")).order_by())


def hour_rows(first: dt.date, last: dt.date) -> list[tuple[int, int, int, int]]:
    """Give weekday (0 is Monday), hour, reporter, reports from one month through another.

    Reports whose hour nobody knows (an imported register may name the day alone) are left out.
    """
    timed = Incident.objects.counted().filter(_between(first, last)).exclude(local_hour=None)
    found = timed.annotate(weekday=ExtractIsoWeekDay("occurred_on"))
    rows = (
        found.values_list("weekday", "local_hour", "reported_by_id")
        .annotate(reports=Count("id"))
        .order_by("weekday", "local_hour", "reported_by_id")
    )
    return [(weekday - 1, hour, reporter, n) for weekday, hour, reporter, n in rows]


def product_rows(first: dt.date, last: dt.date) -> list[tuple[dt.date, int | None, int, int, int]]:
    """Give month, product, team, reporter, reports from one month through another."""
    found = (
        Incident.objects.counted()
        .filter(_between(first, last))
        .annotate(month=TruncMonth("occurred_on"))
    )
    rows = (
        found.values_list("month", "product_id", "team_id", "reported_by_id")
        .annotate(reports=Count("id"))
        .order_by("month", "product_id", "team_id", "reported_by_id")
    )
    # What came late of a month before these counts in the first of them.
    return [(max(month, first), *row) for month, *row in rows]


def customer_rows(first: dt.date, last: dt.date) -> list[tuple[int, int, int]]:
    """Give customer, reporter, reports from one month through another."""
    found = Incident.objects.held_against_customer().filter(
        _between(first, last), customer__isnull=False
    )
    return list(
        found.values_list("customer_id", "reported_by_id")
        .annotate(reports=Count("id"))
        .order_by("customer_id", "reported_by_id")
    )


def channel_rows(month: dt.date) -> list[tuple[int, int, int]]:
    """Give channel, reporter, reports of one month."""
    return _per_code(counted_in(month, month), "channel")


def site_rows(month: dt.date) -> list[tuple[int, int | None, int, int]]:
    """Give team, place, reporter, reports of one month."""
    rows = counted_in(month, month).values_list("team_id", "site_id", "reported_by_id")
    return list(rows.annotate(reports=Count("id")).order_by("team_id", "site_id", "reported_by_id"))


def site_names() -> dict[int | None, tuple[str, str]]:
    """Give each place's public id and name."""
    rows = Site.objects.values_list("pk", "public_id", "name").order_by("name", "pk")
    return {key: (str(public_id), name) for key, public_id, name in rows}


def contact_rows(first: dt.date, last: dt.date) -> list[tuple[dt.date, int | None, int, int]]:
    """Give month, product, team, contacts from one month through another."""
    found = ContactVolume.objects.filter(day__gte=first, day__lt=shifted(last, 1))
    return list(
        found.annotate(month=TruncMonth("day"))
        .values_list("month", "product_id", "team_id")
        .annotate(n=Sum("contacts"))
        .order_by("month", "product_id", "team_id")
    )


def customer_count() -> int:
    """Count everybody who is known as a customer."""
    return Customer.objects.count()


def customers_with_agreement(customers: Iterable[int], day: dt.date) -> set[int]:
    """Say with which of these customers something is agreed that holds on a day."""
    found = Agreement.objects.in_force(day).filter(customer_id__in=list(customers))
    return set(found.values_list("customer_id", flat=True))


def product_names() -> dict[int, str]:
    """Give each product's name."""
    return dict(Product.objects.values_list("id", "name"))


def team_tree() -> dict[int, tuple[int | None, str]]:
    """Give each team's parent and name."""
    return {
        key: (parent, name)
        for key, parent, name in Team.objects.values_list("id", "parent_id", "name")
    }


def staff_per_team(day: dt.date) -> dict[int, int]:
    """Count the people who work in each team on a day; who leads it is not counted."""
    found = Membership.objects.on(day).filter(kind=Membership.Kind.STAFF)
    rows = found.values_list("team_id").annotate(n=Count("user_id", distinct=True)).order_by()
    return dict(rows)


def earlier_figures(month: dt.date, months: int) -> list[tuple[dt.date, dict[str, object]]]:
    """Give what was published about the months before, oldest first, without its pictures."""
    found = MonthlyReport.objects.filter(month__lt=month, month__gte=shifted(month, -months))
    rows = found.order_by("month").values_list("month", "figures__month")
    return [(earlier, figures) for earlier, figures in rows]


def first_month() -> dt.date | None:
    """Give the month of the oldest report."""
    oldest: dt.date | None = Incident.objects.aggregate(day=Min("occurred_on"))["day"]
    return oldest.replace(day=1) if oldest else None


def months_to_publish(now: dt.datetime) -> list[dt.date]:
    """Give the closed months that have no report yet, oldest first."""
    oldest, newest = first_month(), last_closed(today(now))
    if oldest is None:
        return []
    done = set(MonthlyReport.objects.values_list("month", flat=True))
    return [m for m in months_until(newest, MOST_MONTHS) if m >= oldest and m not in done]


def months_around(month: dt.date) -> dict[str, dt.date | None]:
    """Give the nearest published months before and after, for the way back and forth."""
    found = MonthlyReport.objects.aggregate(
        previous=Max("month", filter=Q(month__lt=month)),
        next=Min("month", filter=Q(month__gt=month)),
    )
    return dict(found)


def is_covered(month: dt.date) -> bool:
    """Say whether anything had been reported by the end of a month."""
    oldest = first_month()
    return oldest is not None and oldest <= month


def remedy_rows(first: dt.date, last: dt.date) -> list[tuple[int | None, int, Decimal, int]]:
    """Give product, who gave, value, how many things were given."""
    found = Remedy.objects.given().filter(
        asked_at__date__gte=first, asked_at__date__lt=shifted(last, 1)
    )
    return list(
        found.order_by("product_id", "asked_by_id")
        .values_list("product_id", "asked_by_id")
        .annotate(cost=Sum("value"), n=Count("id"))
    )


def promise_rows(first: dt.date, last: dt.date) -> list[tuple[int, int, int, int]]:
    """Give team, owner, promises kept, promises whose day came."""
    due = Promise.objects.filter(due_at__date__gte=first, due_at__date__lt=shifted(last, 1))
    kept = Count("id", filter=Q(pk__in=Promise.objects.kept().values("pk")))
    return list(
        due.order_by("team_id", "owner_id")
        .values_list("team_id", "owner_id")
        .annotate(kept=kept, n=Count("id"))
    )


def behaviour_rows(first: dt.date, last: dt.date) -> list[tuple[int, int, int]]:
    """Give what customers did, reporter, reports; a report with two codes stands at both."""
    each = Func(F("behaviours"), function="unnest", output_field=IntegerField())
    rows = counted_in(first, last).annotate(code=each).values_list("code", "reported_by_id")
    return list(rows.annotate(reports=Count("id")).order_by("code", "reported_by_id"))


def ending_rows(first: dt.date, last: dt.date) -> list[tuple[int, int, int]]:
    """Give how it ended, reporter, reports."""
    return _per_code(counted_in(first, last), "outcome")


def relation_rows(first: dt.date, last: dt.date) -> list[tuple[int, int, int]]:
    """Give how the relation was afterwards, reporter, reports."""
    return _per_code(counted_in(first, last), "relation_after")


def complaint_rows(first: dt.date, last: dt.date) -> list[tuple[int, int, int]]:
    """Give whether the complaint was right, reporter, reports: the manager's reading first."""
    latest = Judgement.objects.filter(incident=OuterRef("pk")).order_by("-judged_at", "-pk")
    judged = Subquery(latest.values("complaint_valid")[:1])
    rows = counted_in(first, last).annotate(complaint_read=Coalesce(judged, "complaint_valid"))
    return _per_code(rows, "complaint_read")


def counted_in(first: dt.date, last: dt.date) -> "QuerySet[Incident]":
    return Incident.objects.counted().filter(_between(first, last))


def _per_code(rows: "QuerySet[Incident]", code: str) -> list[tuple[int, int, int]]:
    return list(
        rows.exclude(**{code: None})
        .values_list(code, "reported_by_id")
        .annotate(reports=Count("id"))
        .order_by(code, "reported_by_id")
    )


def settlement_rows(first: dt.date, last: dt.date) -> list[tuple[int, int, int]]:
    """Give reporter, fixes that were the customer's own idea, fixes that were agreed."""
    agreed = Settlement.objects.filter(
        is_agreed=True,
        incident__confirmed_at__isnull=False,
        incident__occurred_on__gte=first,
        incident__occurred_on__lt=shifted(last, 1),
    )
    return list(
        agreed.order_by("incident__reported_by_id")
        .values_list("incident__reported_by_id")
        .annotate(own=Count("id", filter=Q(is_customers_idea=True)), n=Count("id"))
    )


def _bounds(month: dt.date) -> tuple[dt.datetime, dt.datetime]:
    """Give the first instants of a month and of the next, on the organisation's clock."""
    zone = Organisation.current().time_zone
    begin, end = (
        dt.datetime.combine(day, dt.time.min, tzinfo=zone) for day in (month, shifted(month, 1))
    )
    return begin, end


def measures_past_review(month: dt.date) -> list[int]:
    """Give the team of each measure still running whose review day passed by a month's end."""
    late = Measure.objects.to_look_at().filter(review_on__lt=shifted(month, 1))
    return list(late.order_by("pk").values_list("team_id", flat=True))


def judged_rows(month: dt.date) -> list[tuple[int, int, int]]:
    """Give team, reporter and latest reading of the complaint, of judged reports of a month."""
    latest = (
        Judgement.objects.filter(incident__in=Incident.objects.counted())
        .filter(incident__occurred_on__gte=month, incident__occurred_on__lt=shifted(month, 1))
        .order_by("incident_id", "-judged_at", "-id")
        .distinct("incident_id")
    )
    told = ("incident__team_id", "incident__reported_by_id", "complaint_valid")
    return list(latest.values_list(*told))


def outcome_rows(month: dt.date) -> list[tuple[int, int, int]]:
    """Give team, reporter and how it ended, of reports of a month that say it."""
    found = Incident.objects.counted().filter(_between(month, month), outcome__isnull=False)
    rows = found.order_by("id").values_list("team_id", "reported_by_id", "outcome")
    return [(team, person, outcome) for team, person, outcome in rows if outcome is not None]


def trigger_rows(first: dt.date, last: dt.date) -> list[tuple[int, int, int, int]]:
    """Give what set it off, product, reporter, reports from one month through another."""
    found = Incident.objects.counted().filter(
        _between(first, last), trigger__isnull=False, product__isnull=False
    )
    rows = (
        found.values_list("trigger", "product_id", "reported_by_id")
        .annotate(reports=Count("id"))
        .order_by("trigger", "product_id", "reported_by_id")
    )
    return [
        (trigger, product, person, n)
        for trigger, product, person, n in rows
        if trigger is not None and product is not None
    ]
