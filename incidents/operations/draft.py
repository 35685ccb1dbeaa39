"""Unfinished reports, one per account."""

import datetime as dt

from django.db import transaction

from incidents.models import Draft
from people.models import IdempotencyKey, User

DRAFT_FIELDS = frozenset(
    {
        "key",
        "behaviours",
        "reading",
        "occurred_on",
        "occurred_time",
        "team",
        "channel",
        "product",
        "product_other",
        "colleague",
        "colleague_login",
        "is_anonymous",
        "customer_ref",
        "narrative",
        "behaved_by",
        "wish_when",
        "wish_on",
        "wish_time",
        "wish_with",
        "wish_buddy",
    }
)
_LONGEST = 10_000


def submit_scope(user: User) -> str:
    """Return whose keys those of a person's form are."""
    return f"user:{user.pk}"


@transaction.atomic
def save_draft(*, actor: User, data: dict[str, list[str]], now: dt.datetime) -> Draft | None:
    """Keep what was typed so far, as it was typed; the newest text wins.

    Checks: a report that was sent under the same key is no draft any more, then nothing is kept
    and None comes back. Writes: the one draft of the account.
    """
    kept = {
        name: [value.replace("\x00", "")[:_LONGEST] for value in values][:30]
        for name, values in data.items()
        if name in DRAFT_FIELDS
    }
    key = next(iter(kept.get("key", [])), "")
    if key and IdempotencyKey.objects.filter(scope=submit_scope(actor), key=key).exists():
        return None
    draft, _ = Draft.objects.update_or_create(
        user=actor, defaults={"data": kept, "updated_at": now}
    )
    return draft


@transaction.atomic
def discard_draft(*, actor: User) -> None:
    """Throw the unfinished report away. Writes: removes the draft, when there is one."""
    Draft.objects.filter(user=actor).delete()
