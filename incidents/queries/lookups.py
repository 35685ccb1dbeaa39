"""Finding what another system names: by public id, or by the name that people use."""

import uuid
from typing import TypeVar

from django.db.models import Q, QuerySet

from incidents.models import Product
from people.models import Team, User

Row = TypeVar("Row", Team, User, Product)


class SeveralFound(Exception):
    """More than one row goes by this name."""


def team_named(text: str) -> Team | None:
    """Return the open team with this public id or name. Raises SeveralFound."""
    return _only(Team.objects.active().select_related("site"), text, Q(name__iexact=text))


def person_named(text: str) -> User | None:
    """Return the active person with this id, e-mail, sign-in name or name. Raises SeveralFound."""
    names = Q(email__iexact=text) | Q(sign_in_name=text.lower()) | Q(name__iexact=text)
    return _only(User.objects.active(), text, names)


def product_named(text: str) -> Product | None:
    """Return the product in use with this public id or name. Raises SeveralFound."""
    return _only(Product.objects.active(), text, Q(name__iexact=text))


def _only(rows: "QuerySet[Row]", text: str, names: Q) -> Row | None:
    try:
        matches = Q(public_id=uuid.UUID(text))
    except ValueError:
        matches = names
    found = list(rows.filter(matches).order_by("pk")[:2])
    if len(found) > 1:
        raise SeveralFound
    return found[0] if found else None
