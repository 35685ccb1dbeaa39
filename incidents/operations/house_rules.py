"""The rules of the house: published version by version, never changed afterwards."""

import datetime as dt

from django.db import connection, transaction
from django.utils.translation import gettext_lazy as _

from incidents.models import HouseRules
from incidents.permissions import may_publish
from people.errors import RuleBroken
from people.models import User

MOST_RULES = 20
RULE_MAX = 300

NOT_YOURS = _("HR publishes this.")
NO_RULES = _("Write at least one rule, each on a line of its own.")
TOO_EARLY = _("A version cannot begin before it is published. Leave it empty for now.")


@transaction.atomic
def publish_house_rules(
    *,
    actor: User,
    text_en: str,
    text_nl: str,
    valid_from: dt.datetime | None = None,
    now: dt.datetime,
) -> HouseRules:
    """Publish a new version, in force now or from a later moment.

    Checks: the actor is HR; both languages have the same number of rules, one per line, at most
    20 of 300 characters; it begins after now and not before a version that already waits.
    Writes: the version with the next number. Earlier versions stay as they are.
    """
    if not may_publish(actor):
        raise RuleBroken(NOT_YOURS)
    english, dutch = lines_of(text_en), lines_of(text_nl)
    _check_lines(english, "text_en")
    _check_lines(dutch, "text_nl")
    if len(english) != len(dutch):
        raise RuleBroken(
            _("Both languages need the same number of rules: a letter names a rule by its number."),
            field="text_nl",
        )
    one_publisher("house_rules")
    last = HouseRules.objects.order_by("-version").first()
    return HouseRules.objects.create(
        version=last.version + 1 if last else 1,
        text_en="\n".join(english),
        text_nl="\n".join(dutch),
        valid_from=beginning(valid_from, last.valid_from if last else None, now),
        published_by=actor,
        published_at=now,
    )


def lines_of(text: str) -> list[str]:
    """Return the lines that are not empty, with single spaces."""
    return [" ".join(line.split()) for line in text.splitlines() if line.strip()]


def beginning(
    wanted: dt.datetime | None, last: dt.datetime | None, now: dt.datetime
) -> dt.datetime:
    """Return when a version begins. Raises RuleBroken in hindsight or before one that waits."""
    begins = wanted or now
    if begins < now:
        raise RuleBroken(TOO_EARLY, field="valid_from")
    if last is not None and begins < last:
        raise RuleBroken(
            _("Another version already waits to begin. This one cannot begin before it."),
            field="valid_from",
        )
    return begins


def one_publisher(what: str) -> None:
    """Let publications of one kind wait for each other, so that numbers follow each other."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [f"publish:{what}"])


def _check_lines(lines: list[str], field: str) -> None:
    if not lines:
        raise RuleBroken(NO_RULES, field=field)
    if len(lines) > MOST_RULES:
        raise RuleBroken(_("Twenty rules at most, so that they are read."), field=field)
    if any(len(line) > RULE_MAX for line in lines):
        raise RuleBroken(_("A rule is too long: 300 characters at most."), field=field)
