"""What the web needs of people: preferences per request, sign-in rules, API tokens, problems."""

from people.http.accounts import AccountAdapter
from people.http.api import DenyAll, HasScope, TokenAuthentication, TokenThrottle, problem
from people.http.preferences import PreferencesMiddleware

__all__ = [
    "AccountAdapter",
    "DenyAll",
    "HasScope",
    "PreferencesMiddleware",
    "TokenAuthentication",
    "TokenThrottle",
    "problem",
]
