"""What can be asked of the facts."""

from incidents.queries.customers import known_customer
from incidents.queries.words import ShownWord, words

__all__ = ["ShownWord", "known_customer", "words"]
