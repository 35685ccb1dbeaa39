"""What can be asked of the facts."""

from incidents.queries.words import ShownWord, words

__all__ = ["ShownWord", "words"]
