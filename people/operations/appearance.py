"""How the product looks and speaks to one person."""

from django.db import transaction

from people.models import User


@transaction.atomic
def choose_language(*, actor: User, language: str) -> User:
    """Checks nothing, the language is one of the product's. Writes the account."""
    actor.language = language
    actor.save(update_fields=["language"])
    return actor


@transaction.atomic
def choose_theme(*, actor: User, theme: User.Theme) -> User:
    """Checks nothing. Writes the account."""
    actor.theme = theme
    actor.save(update_fields=["theme"])
    return actor
