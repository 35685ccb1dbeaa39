"""What can be asked of the facts."""

from incidents.queries.customers import known_customer
from incidents.queries.lookups import SeveralFound, person_named, product_named, team_named
from incidents.queries.words import ShownWord, words

__all__ = [
    "SeveralFound",
    "ShownWord",
    "known_customer",
    "person_named",
    "product_named",
    "team_named",
    "words",
]
