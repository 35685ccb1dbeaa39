"""The cast: the same people with the same names in every test.

Ana works at Desk North; Max manages it, Dex is his deputy; Nora manages the region above.
Zoe works at Desk South, whose manager is Otto. Hana is HR, Pim the adviser, Bo the admin.
"""

from dataclasses import dataclass

from people.models import Membership, Organisation, RoleGrant, Site, Team, User
from tests.factories import MembershipFactory, SiteFactory, TeamFactory, UserFactory

Kind = Membership.Kind


@dataclass(frozen=True)
class Cast:
    """Everybody and where they work."""

    ana: User
    max: User
    dex: User
    nora: User
    zoe: User
    otto: User
    hana: User
    pim: User
    bo: User
    site: Site
    region: Team
    north: Team
    south: Team


def _person(name: str) -> User:
    return UserFactory.create(name=name, email=f"{name.split()[0].lower()}@luwte.example")


def _role(name: str, role: str) -> User:
    user = _person(name)
    RoleGrant.objects.create(user=user, role=role)
    return user


def assemble() -> Cast:
    """Write the cast to the database."""
    Organisation.objects.get_or_create(pk=1, defaults={"name": "De Luwte Energie"})
    site = SiteFactory.create(name="Alkmaar")
    region = TeamFactory.create(name="Region", site=site)
    north = TeamFactory.create(name="Desk North", site=site, parent=region, phone="072 555 01 00")
    south = TeamFactory.create(name="Desk South", site=site, parent=region)
    people = {
        "ana": ("Ana Bakker", north, Kind.STAFF),
        "max": ("Max Visser", north, Kind.MANAGER),
        "dex": ("Dex Kuiper", north, Kind.DEPUTY),
        "nora": ("Nora de Wit", region, Kind.MANAGER),
        "zoe": ("Zoe Amrani", south, Kind.STAFF),
        "otto": ("Otto Smit", south, Kind.MANAGER),
    }
    made: dict[str, User] = {}
    for key, (name, team, kind) in people.items():
        made[key] = _person(name)
        MembershipFactory.create(user=made[key], team=team, kind=kind)
    return Cast(
        **made,
        hana=_role("Hana Mol", RoleGrant.Role.HR),
        pim=_role("Pim Jansen", RoleGrant.Role.ADVISER),
        bo=_role("Bo Dekker", RoleGrant.Role.ADMIN),
        site=site,
        region=region,
        north=north,
        south=south,
    )
