"""A letter as a tagged PDF. Fonts come with the typesetter; nothing is fetched."""

import datetime as dt
import json
from pathlib import Path
from typing import Any

import typst
from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from incidents.models import Letter
from people.models import Organisation

_PAGE = Path(__file__).with_name("letter.typ")


def letter_pdf(letter: Letter) -> bytes:
    """Draw a letter as it was made; the name and address are those of today, from the register.

    A contact person is written to at the firm, unless they have an address of their own.
    """
    customer = letter.measure.customer
    identity, firm = customer.identity, customer.organisation
    recipient = [identity.name]
    if firm is not None:
        recipient.append(firm.identity.name)
    address = identity.address or (firm.identity.address if firm else "")
    recipient += address.splitlines()
    return _drawn(
        subject=letter.subject,
        body=letter.body,
        language=letter.language,
        day=letter.sent_on or Organisation.current().day_of(letter.made_at),
        name=identity.name,
        recipient=[line for line in recipient if line] or [identity.reference],
    )


def sample_pdf(*, subject: str, body: str, language: str, day: dt.date) -> bytes:
    """Draw a wording as it stands, with the words in braces still open."""
    return _drawn(subject=subject, body=body, language=language, day=day, name="", recipient=["…"])


def _drawn(
    *, subject: str, body: str, language: str, day: dt.date, name: str, recipient: list[str]
) -> bytes:
    organisation = Organisation.current()
    with translation.override(language):
        values: dict[str, Any] = {
            "subject": subject,
            "language": language,
            "organisation": organisation.name,
            "address": organisation.address,
            "recipient": recipient,
            "day": date_format(day, "j F Y"),
            "greeting": _("Dear %(name)s,") % {"name": name} if name else _("Dear customer,"),
            "closing": _("Yours sincerely,"),
            "blocks": _blocks(body),
        }
    made = typst.Compiler(
        input=_PAGE.read_bytes(),
        ignore_system_fonts=True,
        sys_inputs={"letter": json.dumps(values)},
    ).compile(format="pdf", pdf_standards="ua-1")
    assert isinstance(made, bytes)  # noqa: S101 - one file, for pdf
    return made


def _blocks(body: str) -> list[dict[str, Any]]:
    """Return the paragraphs; lines that begin with a dash make a list."""
    found = []
    for paragraph in body.split("\n\n"):
        lines = [line.strip() for line in paragraph.split("\n") if line.strip()]
        is_list = bool(lines) and all(line.startswith("- ") for line in lines)
        if lines:
            found.append({"is_list": is_list, "lines": [line.removeprefix("- ") for line in lines]})
    return found
