"""Tokens and scopes of the API. Everything is refused unless a view allows it.

DRF's views read these classes while they are being imported, so this imports none of them.
"""

from typing import TYPE_CHECKING

from django.core.cache import caches
from django.utils import timezone
from django.utils.translation import gettext as _
from rest_framework import exceptions
from rest_framework.authentication import BaseAuthentication, get_authorization_header
from rest_framework.permissions import BasePermission
from rest_framework.request import Request
from rest_framework.throttling import SimpleRateThrottle

from people.ids import hash_of
from people.models import ApiToken

if TYPE_CHECKING:
    from rest_framework.views import APIView


class TokenUser:
    """Stands in `request.user` for another system: authenticated, but nobody's account."""

    is_authenticated = True
    is_anonymous = False
    pk = None


class TokenAuthentication(BaseAuthentication):
    """`Authorization: Token …` against the stored hash, in one query."""

    def authenticate(self, request: Request) -> tuple[TokenUser, ApiToken] | None:
        parts = get_authorization_header(request).split()
        if not parts or parts[0].lower() != b"token":
            return None
        if len(parts) != 2:
            raise exceptions.AuthenticationFailed(_("Send the header as: Token and the token."))
        found = ApiToken.objects.valid(timezone.now()).filter(
            token_hash=hash_of(parts[1].decode("ascii", "replace"))
        )
        token = found.first()
        if token is None:
            raise exceptions.AuthenticationFailed(_("This token is not valid."))
        return TokenUser(), token

    def authenticate_header(self, request: Request) -> str:
        return "Token"


class DenyAll(BasePermission):
    """The default of every API view."""

    def has_permission(self, request: Request, view: "APIView") -> bool:
        return False


class HasScope(BasePermission):
    """The token carries the scope that the view names in `required_scope`."""

    def has_permission(self, request: Request, view: "APIView") -> bool:
        token = request.auth
        return isinstance(token, ApiToken) and getattr(view, "required_scope", "") in token.scopes


class TokenThrottle(SimpleRateThrottle):
    """Requests per minute of one token; without a token, of one address.

    Each web process counts for itself, so that counting costs no statement: the limit keeps a
    runaway client from filling the house, it is not a security boundary.
    """

    scope = "token"
    cache = caches["local"]

    def get_cache_key(self, request: Request, view: "APIView") -> str:
        ident = request.auth.pk if isinstance(request.auth, ApiToken) else self.get_ident(request)
        return self.cache_format % {"scope": self.scope, "ident": ident}
