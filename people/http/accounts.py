"""How sign-in behaves here: nobody signs up, people are invited; wrong looks alike."""

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.auth_backends import AuthenticationBackend
from django.db.models import Q
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from people.models import User

_WRONG = _("This name and password do not go together. Check both, or ask for a new password.")
_TOO_MANY = _("Too many tries. Wait five minutes and try again.")


class SignInBackend(AuthenticationBackend):  # type: ignore[misc] # allauth has no types
    """Sign in with an e-mail address or a sign-in name.

    One lookup and one hash for everybody, so that a name that exists, one that does not and a
    closed account cannot be told apart by the answer or by the time it takes.
    """

    def _authenticate(self, request: HttpRequest | None, **credentials: str) -> User | None:
        login = (credentials.get("email") or credentials.get("username") or "").strip().lower()
        named = Q(email__iexact=login) | Q(sign_in_name=login)
        person = User.objects.active().filter(named).first() if login else None
        found: User | None = self._check_password(person, credentials.get("password") or "")
        return found


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc] # allauth has no types
    """Sign-up is closed: accounts are made by administrators, the import and invitations."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "email_password_mismatch": _WRONG,
        "username_password_mismatch": _WRONG,
        "too_many_login_attempts": _TOO_MANY,
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def add_message(self, *args: object, **kwargs: object) -> None:
        """Say nothing: the page one lands on shows that signing in worked."""

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: str) -> str:
        """Count tries per name, whatever host name the browser was sent to."""
        return str(credentials.get("email") or credentials.get("username") or "").strip().lower()
