"""What stands at hand in the moment itself: count it again, take a break."""

import datetime as dt
from collections import Counter
from dataclasses import dataclass

from incidents.codes import CHANNELS
from incidents.models import Break, Incident, Product, Tally
from incidents.queries.form import PRODUCTS_SHOWN, own_teams
from people.ids import uuid7
from people.models import Team, User

NAMED_WITHIN = dt.timedelta(minutes=10)
_RECENT = 200


@dataclass(frozen=True)
class Moment:
    """The two buttons: the key of the next count, what was just counted, and one's own break."""

    key: str
    pause: Break | None
    counted: Tally | None
    products: list[Product]


def moment_of(user: User, now: dt.datetime) -> Moment | None:
    """Return the two buttons of a person; who works in no team has none. At most four queries."""
    if not own_teams(user):
        return None
    recent = Tally.objects.visible_to(user).between(now - NAMED_WITHIN, now + NAMED_WITHIN)
    counted = recent.filter(product__isnull=True).select_related("team").first()
    return Moment(
        key=str(uuid7()),
        pause=Break.objects.filter(person=user).select_related("covered_by").first(),
        counted=counted,
        products=_likely_products(counted.team) if counted else [],
    )


def likely_team(user: User) -> Team | None:
    """Return where a person most likely stands: where they last counted or reported, else any."""
    teams = {team.pk: team for team in own_teams(user)}
    if len(teams) < 2:
        return next(iter(teams.values()), None)
    last = _last_of(user)
    return teams.get(last[0], next(iter(teams.values()))) if last else next(iter(teams.values()))


def likely_channel(user: User, team: Team) -> int:
    """Return the channel a person used last, else the one their team uses most."""
    last = _last_of(user)
    if last:
        return last[1]
    used = Incident.objects.filter(team=team).order_by("-occurred_on", "-pk")
    recent = Counter(used.values_list("channel", flat=True)[:_RECENT])
    return recent.most_common(1)[0][0] if recent else CHANNELS[0].number


def _last_of(user: User) -> tuple[int, int] | None:
    """Return team and channel of the last thing a person counted or reported."""
    fields = ("at", "team_id", "channel")
    counted = Tally.objects.visible_to(user).standing().values_list(*fields).first()
    reported = Incident.objects.filter(reported_by=user).order_by("-occurred_at")
    told = reported.values_list("occurred_at", "team_id", "channel").first()
    found = [row for row in (counted, told) if row is not None]
    return max(found)[1:] if found else None


def _likely_products(team: Team) -> list[Product]:
    """Return the products that a team's reports of late are about, then the others."""
    used = Incident.objects.filter(team=team, product__isnull=False).order_by("-occurred_on", "-pk")
    often = Counter(used.values_list("product_id", flat=True)[:_RECENT])
    products = sorted(Product.objects.active(), key=lambda one: -often[one.pk])
    return products[:PRODUCTS_SHOWN]
