"""What a measure has to say before it can be taken, field by field."""

import datetime as dt
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from incidents.codes.customer import FLAGLESS, Rung
from incidents.models import HouseRules, Measure
from incidents.queries.measures import earlier_warnings
from people.errors import RuleBroken

REASON_MAX, VIEW_MAX, WHY_MAX, NOTE_MAX, ADDRESS_MAX = 300, 2000, 500, 120, 240
SAFETY_NOTE_DAYS = 14
TOO_LONG = _("This is too long.")
NO_REASON = _("Say why, in one sentence.")


@dataclass(frozen=True, kw_only=True)
class Terms:
    """What the decision says. Dates are days of the organisation."""

    why: str = ""
    tried: str = ""
    rule: int | None = None
    earlier_warning: Measure | None = None
    no_warning_reason: str = ""
    customer_view: str = ""
    no_view_reason: str = ""
    starts_on: dt.date | None = None
    ends_on: dt.date | None = None
    review_on: dt.date | None = None
    stays_open: str = ""
    objection_address: str = ""
    desk_note: str = ""


def year_after(day: dt.date) -> dt.date:
    """Return the same day a year later; 29 February gives the 28th."""
    try:
        return day.replace(year=day.year + 1)
    except ValueError:
        return day.replace(year=day.year + 1, day=28)


def half_way(starts_on: dt.date, ends_on: dt.date) -> dt.date:
    """Return the last day on which a measure may be looked at again."""
    return starts_on + (ends_on - starts_on) // 2


def check_terms(measure: Measure, terms: Terms, rules: HouseRules | None, today: dt.date) -> None:
    """Refuse terms with anything missing. An apology needs none of them."""
    _check_lengths(terms)
    check_note(measure, terms.desk_note)
    if measure.kind == Rung.APOLOGY:
        return
    _check_reasons(measure, terms, today)
    _check_rule(terms, rules)
    _check_dates(measure, terms, today)
    if not terms.stays_open.strip():
        raise RuleBroken(
            _("Say what stays open to the customer. A basic service never stops for ever."),
            field="stays_open",
        )
    if not terms.objection_address.strip():
        raise RuleBroken(_("Say where the customer can object."), field="objection_address")


def _check_lengths(terms: Terms) -> None:
    longest = {
        "why": WHY_MAX,
        "tried": REASON_MAX,
        "no_warning_reason": REASON_MAX,
        "customer_view": VIEW_MAX,
        "no_view_reason": REASON_MAX,
        "stays_open": REASON_MAX,
        "objection_address": ADDRESS_MAX,
        "desk_note": NOTE_MAX,
    }
    for field, most in longest.items():
        if len(getattr(terms, field)) > most:
            raise RuleBroken(TOO_LONG, field=field)


def check_note(measure: Measure, desk_note: str) -> None:
    """Refuse a note for the desk where one person's words are enough: it would be a flag."""
    if measure.kind in FLAGLESS and desk_note.strip():
        raise RuleBroken(
            _("Colleagues read nothing of this step. Propose another one for what the desk does."),
            field="desk_note",
        )


def _check_reasons(measure: Measure, terms: Terms, today: dt.date) -> None:
    if not terms.why.strip():
        raise RuleBroken(
            _("Say why this is needed, and not something lighter. The customer reads it."),
            field="why",
        )
    if measure.is_restriction and not terms.tried.strip():
        raise RuleBroken(_("Say what was tried before."), field="tried")
    _check_warning(measure, terms, today)
    if not (terms.customer_view.strip() or terms.no_view_reason.strip()):
        raise RuleBroken(
            _("Write what the customer says about it, or why they were not asked."),
            field="customer_view",
        )


def _check_warning(measure: Measure, terms: Terms, today: dt.date) -> None:
    warning = terms.earlier_warning
    if warning is None and not terms.no_warning_reason.strip():
        raise RuleBroken(
            _("Choose the earlier warning, or say why there was none."), field="no_warning_reason"
        )
    if warning and not earlier_warnings(measure, today).filter(pk=warning.pk).exists():
        raise RuleBroken(
            _("Choose a measure that was taken for this customer before."), field="earlier_warning"
        )


def _check_rule(terms: Terms, rules: HouseRules | None) -> None:
    if rules is None:
        raise RuleBroken(_("There are no house rules yet. HR publishes them first."), field="rule")
    if terms.rule is None or not 1 <= terms.rule <= len(rules.rules("en")):
        raise RuleBroken(_("Choose the house rule that was broken."), field="rule")


def _check_dates(measure: Measure, terms: Terms, today: dt.date) -> None:
    starts, ends = terms.starts_on, terms.ends_on
    if starts is None or starts < today:
        raise RuleBroken(_("It begins today or later."), field="starts_on")
    check_end(measure.kind, starts, ends)
    assert ends is not None  # noqa: S101 - checked above
    review = terms.review_on or half_way(starts, ends)
    if not starts <= review <= half_way(starts, ends):
        raise RuleBroken(
            _("Look at it again at half of the term at the latest."), field="review_on"
        )


def check_end(kind: int, starts: dt.date, ends: dt.date | None) -> None:
    """Refuse no end, one before the start, and a term longer than a year."""
    if ends is None or ends < starts:
        raise RuleBroken(_("Say until which day it holds."), field="ends_on")
    if ends > year_after(starts):
        raise RuleBroken(_("A measure lasts twelve months at most."), field="ends_on")
    if kind == Rung.SAFETY_NOTE and ends > starts + dt.timedelta(days=SAFETY_NOTE_DAYS):
        raise RuleBroken(_("A safety note lasts 14 days at most."), field="ends_on")


def check_reason(reason: str, field: str = "reason", most: int = REASON_MAX) -> str:
    """Return a reason on one line; refuse none, or too long a one."""
    reason = " ".join(reason.split())
    if not reason:
        raise RuleBroken(NO_REASON, field=field)
    if len(reason) > most:
        raise RuleBroken(TOO_LONG, field=field)
    return reason
