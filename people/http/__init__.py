"""What the web needs of people: preferences, sign-in rules, API tokens; see also `problems`."""

from people.http.accounts import AccountAdapter
from people.http.api import DenyAll, HasScope, TokenAuthentication, TokenThrottle, hash_of
from people.http.preferences import PreferencesMiddleware
from people.http.requests import UserRequest

__all__ = [
    "AccountAdapter",
    "DenyAll",
    "HasScope",
    "PreferencesMiddleware",
    "TokenAuthentication",
    "TokenThrottle",
    "UserRequest",
    "hash_of",
]
