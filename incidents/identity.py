"""How a customer's number, phone or mail is written, so that equal ones are found equal."""

import re

_SPACES = re.compile(r"\s+")
_NOT_DIALLED = re.compile(r"[\s().\-/]+")
_PHONE = re.compile(r"\+?\d{6,15}")


def normal_reference(text: str) -> str:
    """Return how a reference is stored: spaces tidied, mails small, numbers big."""
    shown = _SPACES.sub(" ", text).strip()
    return shown.lower() if "@" in shown else shown.upper()


def normal_phone(text: str) -> str:
    """Return the digits of a phone number, with a plus when it names a country; "" for no phone."""
    digits = _NOT_DIALLED.sub("", text)
    if digits.startswith("00"):
        digits = "+" + digits[2:]
    return digits if _PHONE.fullmatch(digits) else ""
