"""What the report form offers to one person: their teams, the words, products and holders."""

import datetime as dt
from collections import Counter
from functools import cached_property

from django.core import signing
from django.db.models import Count

from incidents.codes import BEHAVIOURS_FIRST, CHANNELS, WishWith, WordList
from incidents.models import Draft, Incident, Product
from incidents.queries.words import ShownWord, words
from people.models import Membership, Team, User
from people.queries import advisers, buddies

PRODUCTS_SHOWN = 6
SMALL_TEAM = 8
OWNER_SALT = "report-form"
OWNER_MAX_AGE = dt.timedelta(days=1)
_RECENT = 200


class FormFrame:
    """The choices of the form, in the order to show them; guesses come first.

    Each part asks the database when it is first wanted: nine queries to show the form, whatever
    the size of the organisation, and at most two to send it.
    """

    def __init__(self, user: User, day: dt.date) -> None:
        self.user, self.day = user, day
        self.teams = own_teams(user)

    @cached_property
    def behaviours(self) -> list[ShownWord]:
        return words(WordList.BEHAVIOUR)

    @cached_property
    def channels(self) -> list[ShownWord]:
        return words(WordList.CHANNEL)

    @cached_property
    def products(self) -> list[Product]:
        return list(Product.objects.active())

    @cached_property
    def used_products(self) -> list[Product]:
        return _used_products(self.teams[:1], self.products)

    @cached_property
    def colleagues(self) -> list[User]:
        """Who works in one's own teams today, oneself left out."""
        places = Membership.objects.on(self.day).filter(team__in=self.teams)
        found = User.objects.active().filter(pk__in=places.values("user"))
        return list(found.exclude(pk=self.user.pk))

    @cached_property
    def has_small_team(self) -> bool:
        """Whether a team of theirs is so small that words alone can tell who it was."""
        sizes = (
            Membership.objects.on(self.day)
            .filter(team__in=self.teams, user__is_active=True, kind=Membership.Kind.STAFF)
            .order_by()
            .values_list("team")
            .annotate(Count("user", distinct=True))
        )
        by_team = dict(sizes)
        return any(by_team.get(team.pk, 0) < SMALL_TEAM for team in self.teams)

    @cached_property
    def holders(self) -> list[tuple[WishWith, User]]:
        return _holders(self.user, self.teams[:1], self.day)

    @cached_property
    def buddies(self) -> list[User]:
        """Trained buddies who are there, those of one's own teams first."""
        return buddies(without=self.user, day=self.day)

    @cached_property
    def last_channel(self) -> str:
        return _last_channel(self.user)


class NeutralFrame(FormFrame):
    """The choices that name nobody: this form may lie on a device without a network."""

    def __init__(self, user: User, day: dt.date) -> None:
        self.user, self.day = user, day
        # A person of several teams names theirs; the names lie on no device.
        self.has_several_teams = len(own_teams(user)) > 1
        self.teams: list[Team] = []
        self.products, self.holders, self.colleagues = [], [], []
        self.buddies: list[User] = []
        self.last_channel = CHANNELS[0].key
        self.has_small_team = FormFrame(user, day).has_small_team


def draft_of(user: User) -> Draft | None:
    """Return the unfinished report of an account."""
    return Draft.objects.filter(user=user).first()


def owner_token(user: User) -> str:
    """Return a text that proves whose form a page is, for when the sign-in runs out meanwhile."""
    return signing.dumps(str(user.public_id), salt=OWNER_SALT)


def owner_of(token: str) -> User | None:
    """Return whose form it was, for a day and while the account is active."""
    try:
        public_id = signing.loads(token, salt=OWNER_SALT, max_age=OWNER_MAX_AGE)
    except signing.BadSignature:
        return None
    return User.objects.active().filter(public_id=public_id).first()


def own_teams(user: User) -> list[Team]:
    """Return the open teams a person works in today, each once."""
    teams = {m.team_id: m.team for m in user.present_memberships if m.team.closed_on is None}
    return list(teams.values())


def chips(behaviours: list[ShownWord], channel: str) -> tuple[list[ShownWord], list[ShownWord]]:
    """Return the chips in front and those behind "Something else", as the channel wants them."""
    first = BEHAVIOURS_FIRST.get(channel, ())
    forward = [word for key in first for word in behaviours if word.key == key]
    rest = [word for word in behaviours if word.key not in first]
    front = [word for word in rest if word.in_front]
    return forward + front, [word for word in rest if not word.in_front]


def _used_products(teams: list[Team], products: list[Product]) -> list[Product]:
    """Return the team's most used products of late, the last used one first."""
    recent = list(
        Incident.objects.filter(team__in=teams, product__isnull=False)
        .order_by("-occurred_on", "-pk")
        .values_list("product_id", flat=True)[:_RECENT]
    )
    most_used = {pk for pk, _ in Counter(recent).most_common(PRODUCTS_SHOWN)}
    by_last_use = [pk for pk in dict.fromkeys(recent) if pk in most_used]
    in_use = {product.pk: product for product in products}
    known = [in_use[pk] for pk in by_last_use if pk in in_use]
    others = [product for product in products if product not in known]
    return (known + others)[:PRODUCTS_SHOWN]


def _holders(user: User, teams: list[Team], day: dt.date) -> list[tuple[WishWith, User]]:
    """Return who may hold a check-in of this person, one of each kind, never themself."""
    leaders = (
        Membership.objects.on(day)
        .leading()
        .filter(team__in=teams, user__is_active=True)
        .exclude(user=user)
        .select_related("user")
        .order_by("pk")
    )
    found: dict[WishWith, User] = {}
    for membership in leaders:
        found.setdefault(WishWith(membership.kind), membership.user)
    for adviser in advisers(without=user):
        found.setdefault(WishWith.ADVISER, adviser)
    return [(kind, found[kind]) for kind in WishWith if kind in found]


def _last_channel(user: User) -> str:
    last = Incident.objects.filter(reported_by=user).values_list("channel", flat=True).first()
    return next((word.key for word in CHANNELS if word.number == last), CHANNELS[0].key)
