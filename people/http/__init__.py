"""What the web needs of people: preferences, sign-in rules, API tokens; see also `problems`."""

from people.http.accounts import AccountAdapter, SignInBackend
from people.http.api import DenyAll, HasScope, TokenAuthentication, TokenThrottle
from people.http.device import device_of, keep_device
from people.http.preferences import PreferencesMiddleware
from people.http.requests import UserRequest, form_page, posted, requires

__all__ = [
    "AccountAdapter",
    "DenyAll",
    "HasScope",
    "PreferencesMiddleware",
    "SignInBackend",
    "TokenAuthentication",
    "TokenThrottle",
    "UserRequest",
    "device_of",
    "form_page",
    "keep_device",
    "posted",
    "requires",
]
