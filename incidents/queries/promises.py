"""What customers were promised: lists, tasks, how many were kept, and the words for a customer."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import Count, F, Q, QuerySet
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from incidents.models import Customer, CustomerIdentity, Incident, Promise
from incidents.models.promise import KEPT
from incidents.queries.panel import Panel
from incidents.queries.task import Task, TaskKind
from incidents.workdays import add_working_days
from people.models import Membership, Organisation, Team, User

MORNING = dt.time(10)
KEPT_OVER = dt.timedelta(weeks=12)


@dataclass(frozen=True)
class PromiseFilter:
    """What a list of promises is narrowed to; empty means no matter."""

    state: str = "open"
    whose: str = ""
    team: int | None = None


@dataclass(frozen=True)
class Kept:
    """How many of a team's promises whose day has come were kept."""

    team: str
    kept: int
    due: int


@dataclass(frozen=True)
class Due:
    """One promise of the day as its reader sees it, with whom to call when they may know."""

    promise: Promise
    contact: CustomerIdentity | None
    is_late: bool

    @property
    def is_today(self) -> bool:
        return timezone.localdate(self.promise.due_at) == timezone.localdate()


@dataclass(frozen=True)
class OfReport:
    """The promises of one report, for its page."""

    incident: Incident
    promises: list[Promise]
    now: dt.datetime


def colleagues_of(team: Team, day: dt.date) -> "QuerySet[User]":
    """Return who works in a team on a day and may act, by name."""
    places = Membership.objects.on(day).filter(team=team)
    return User.objects.active().filter(memberships__in=places).distinct().order_by("name", "pk")


def next_morning(incident: Incident, organisation: Organisation, now: dt.datetime) -> dt.datetime:
    """Return ten o'clock on the next working day, by the clock of the place."""
    zone: ZoneInfo = incident.site.time_zone if incident.site else organisation.time_zone
    today = now.astimezone(zone).date()
    day = add_working_days(today, 1, organisation.working_weekdays)
    return dt.datetime.combine(day, MORNING, tzinfo=zone).astimezone(dt.UTC)


def listed_promises(user: User, wanted: PromiseFilter, now: dt.datetime) -> "QuerySet[Promise]":
    """Return the promises a person sees and asks for; open ones by their moment."""
    found = Promise.objects.visible_to(user)
    if wanted.whose == "mine":
        found = found.filter(owner=user)
    if wanted.team is not None:
        found = found.filter(team=wanted.team)
    if wanted.state == "closed":
        found = found.filter(closed_at__isnull=False).order_by("-closed_at", "-pk")
    elif wanted.state == "overdue":
        found = found.overdue(now)
    elif wanted.state != "all":
        found = found.open()
    return found.select_related("owner", "made_by", "team", "incident__product")


def team_for(user: User, customer: Customer) -> Team:
    """Return the team a leader promises for: the one that met the customer last, or their own."""
    met = customer.incidents.filter(team_id__in=user.led_team_ids).order_by("-occurred_at")
    latest = met.select_related("team").first()
    return latest.team if latest else Team.objects.led_by(user)[0]


def promises_to(customer: Customer, user: User) -> "QuerySet[Promise]":
    """Return the open promises to a customer and to their contact persons, soonest first."""
    whose = Q(customer=customer) | Q(customer__organisation=customer)
    return Promise.objects.visible_to(user).open().filter(whose).select_related("owner", "made_by")


def contact_of(user: User, promise: Promise) -> CustomerIdentity | None:
    """Return whom to call, to who sees the customer and, while it is open, to the owner."""
    if promise.customer_id is None:
        return None
    if not (promise.owner_id == user.pk and promise.closed_at is None):
        seen = Customer.objects.visible_to(user).filter(pk=promise.customer_id)
        if not seen.exists():
            return None
    return CustomerIdentity.objects.filter(customer=promise.customer_id).first()


def promise_tasks(user: User, now: dt.datetime) -> list[Task]:
    """Return what a person promised, and to leaders what is late in their teams. One query."""
    late = Promise.objects.led(user) & Q(due_at__lt=now)
    found = Promise.objects.open().filter(Q(owner=user) | late)
    return [
        Task(
            kind=TaskKind.PROMISE,
            path=promise.get_absolute_url(),
            due_at=promise.due_at,
            about=_about(promise),
            person=promise.owner if promise.owner_id != user.pk else None,
            team=promise.team_id,
        )
        for promise in found.select_related("owner", "team", "incident__product")
    ]


def _about(promise: Promise) -> str:
    """The kind and the product or the team: never a name of a customer, never the words."""
    product = promise.shown_product
    return f"{promise.get_kind_display()}, {product.name if product else promise.team.name}"


def promises_of_day(user: User, now: dt.datetime, *, team_id: int | None = None) -> list[Due]:
    """Return the promises of a leader's teams, and their own, up to tomorrow's end.

    Three queries whatever their number.
    """
    until = timezone.localtime(now).replace(hour=23, minute=59) + dt.timedelta(days=1)
    whose = Promise.objects.led(user)
    whose = whose & Q(team_id=team_id) if team_id is not None else whose | Q(owner=user)
    rows = list(
        Promise.objects.open()
        .filter(whose, due_at__lte=until)
        .select_related("owner", "made_by", "team", "incident__product", "customer__identity")
    )
    keys = {row.customer_id for row in rows if row.customer_id is not None}
    seen = Customer.objects.visible_to(user).filter(pk__in=keys).values_list("pk", flat=True)
    may_know = set(seen) | {row.customer_id for row in rows if row.owner_id == user.pk}
    return [
        Due(
            promise=row,
            contact=_identity(row.customer) if row.customer_id in may_know else None,
            is_late=row.due_at < now,
        )
        for row in rows
    ]


def _identity(customer: Customer | None) -> CustomerIdentity | None:
    return getattr(customer, "identity", None)


def kept_rates(user: User, now: dt.datetime) -> list[Kept]:
    """Return per team that a person leads how many promises of twelve weeks were kept."""
    rows = (
        Promise.objects.filter(
            team_id__in=user.led_team_ids, due_at__gt=now - KEPT_OVER, due_at__lte=now
        )
        .order_by("team__name")
        .values_list("team__name")
        .annotate(
            kept=Count("pk", filter=Q(outcome__in=KEPT, closed_at__lte=F("due_at"))),
            due=Count("pk"),
        )
    )
    return [Kept(*row) for row in rows]


def broken_before(incident: Incident) -> list[Promise]:
    """Return the promises to this customer that were not kept when it happened, newest first."""
    if incident.customer_id is None:
        return []
    rows = Promise.objects.filter(
        customer=incident.customer_id,
        due_at__lte=incident.occurred_at,
        made_at__lte=incident.occurred_at,
    )
    kept = Q(outcome__in=KEPT, closed_at__lte=F("due_at"))
    return list(rows.exclude(kept).order_by("-due_at")[:10])


def promise_panel(user: User, incident: Incident, now: dt.datetime) -> Panel | None:
    """Show what the customer was promised after this report, and how to promise more."""
    rows = Promise.objects.visible_to(user).filter(incident=incident).select_related("owner")
    return Panel("incidents/_promises.html", OfReport(incident, list(rows), now))


def language_of(customer: Customer | None, organisation: Organisation) -> str:
    """Return in which language a customer is written to."""
    return (customer.language if customer else "") or organisation.language


def customer_text(promises: Sequence[Promise], language: str, organisation: Organisation) -> str:
    """Say to the customer what we will do and by when; one line for each step."""
    with translation.override(language), timezone.override(organisation.time_zone):
        if not promises:
            return ""
        lines = [
            _("By %(day)s: %(what)s") % {"day": _moment(row.due_at), "what": row.what}
            for row in promises
        ]
        head = _("We told you what we will do. You can count on this:")
        foot = _("You hear from us on each of these days, also if the answer is no.")
        return "\n".join([head, "", *(f"- {line}" for line in lines), "", foot])


def ready_texts(due_at: dt.datetime, language: str, organisation: Organisation) -> list[str]:
    """Return answers that promise no more than to look into it and to come back."""
    with translation.override(language), timezone.override(organisation.time_zone):
        day = {"day": _moment(due_at)}
        return [
            _("We look into it, and come back to you by %(day)s. Until then we promise nothing.")
            % day,
            _(
                "I cannot say yes or no to this now. I will find out, and you hear from us by"
                " %(day)s, also if the answer is no."
            )
            % day,
            _(
                "Thank you for telling us. We first find out what went wrong;"
                " you hear it by %(day)s."
            )
            % day,
        ]


def _moment(at: dt.datetime) -> str:
    local = timezone.localtime(at)
    day = {"day": date_format(local, "l j F"), "time": date_format(local, "CLOCK")}
    return _("%(day)s, %(time)s") % day


def languages() -> list[str]:
    """Return the languages in which texts for customers exist."""
    return [code for code, _name in settings.LANGUAGES]


@dataclass(frozen=True)
class Wording:
    """The texts for a customer in one language."""

    language: str
    name: str
    is_theirs: bool
    steps: str
    ready: list[str]


def page_of_report(user: User, incident: Incident, now: dt.datetime) -> dict[str, object]:
    """Return what the page of a report's promises shows: rows, texts, broken ones before it."""
    seen = Promise.objects.visible_to(user).filter(incident=incident)
    rows = list(seen.select_related("owner"))
    open_rows = [row for row in rows if row.closed_at is None]
    organisation = Organisation.current()
    theirs = language_of(incident.customer, organisation)
    back_at = open_rows[0].due_at if open_rows else next_morning(incident, organisation, now)
    wordings = [
        Wording(
            language=language,
            name=str(translation.get_language_info(language)["name_local"]).capitalize(),
            is_theirs=language == theirs,
            steps=customer_text(open_rows, language, organisation),
            ready=ready_texts(back_at, language, organisation),
        )
        for language in sorted(languages(), key=lambda code: code != theirs)
    ]
    return {
        "promises": rows,
        "wordings": wordings,
        "broken": broken_before(incident),
        "now": now,
    }
