"""Keys for other systems."""

import datetime as dt
import secrets

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from people.errors import RuleBroken
from people.ids import hash_of
from people.models import ApiToken

TOKEN_LASTS = dt.timedelta(days=365)


@transaction.atomic
def create_token(*, name: str, scopes: list[str], now: dt.datetime) -> tuple[ApiToken, str]:
    """Make a key for another system; return it and the clear text, which is shown once.

    Checks: the name is free, the scopes exist and there is one. Writes: the key, hashed.
    """
    if ApiToken.objects.filter(name=name).exists():
        raise RuleBroken(_("There is a token with this name already."), field="name")
    if not scopes or not set(scopes) <= set(ApiToken.Scope.values):
        raise RuleBroken(_("Name one of these scopes: %s") % ", ".join(ApiToken.Scope.values))
    clear = secrets.token_urlsafe(32)
    token = ApiToken.objects.create(
        name=name,
        token_hash=hash_of(clear),
        scopes=sorted(set(scopes)),
        created_at=now,
        expires_at=now + TOKEN_LASTS,
    )
    return token, clear


@transaction.atomic
def revoke_token(*, token: ApiToken, now: dt.datetime) -> ApiToken:
    """End a key at once. Twice does nothing more. Checks: none. Writes: the moment."""
    if token.revoked_at is None:
        token.revoked_at = now
        token.save(update_fields=["revoked_at"])
    return token
