"""What a person chose for a class of notices becomes their choice for each kind in it."""

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

KINDS = {
    "now": (
        "alert",
        "help",
        "help_still",
        "late_now",
    ),
    "tasks": (
        "same_day",
        "checkin_task",
        "late",
        "checkin_gone",
        "support",
        "witness",
        "question",
        "heard",
        "felt_backed",
        "confirm",
        "answer_due",
        "answer_late",
        "not_yet",
        "reminder",
        "promise_late",
        "buddy_ask",
        "note_shared",
        "task",
    ),
    "decisions": (
        "decision",
        "decided",
    ),
    "reports": (
        "answer",
        "message",
        "update",
        "confirmed",
        "closed",
        "praise",
    ),
    "care": (
        "care_offer",
        "checkin_moved",
        "checkin_owner",
        "talk_note",
        "support_changed",
        "note_beside",
        "care_ended",
        "buddy_reply",
        "buddy_gone",
    ),
    "other": (
        "slip_used",
        "parked",
        "feed",
    ),
}


Choice = tuple[int, str, str, bool]


def for_each_kind(choices: list[Choice]) -> list[Choice]:
    """Turn (person, class, way, is on) into (person, kind, way, is on) for each of its kinds."""
    return [
        (user, kind, channel, is_on)
        for user, topic, channel, is_on in choices
        for kind in KINDS[topic]
    ]


def for_each_class(choices: list[Choice]) -> list[Choice]:
    """Go back: a class is on by a way where every kind of it that was chosen is."""
    topics = {kind: topic for topic, kinds in KINDS.items() for kind in kinds}
    found: dict[tuple[int, str, str], bool] = {}
    for user, kind, channel, is_on in choices:
        if kind in topics:
            key = (user, topics[kind], channel)
            found[key] = found.get(key, True) and is_on
    return [(*key, is_on) for key, is_on in found.items()]


def spread(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    model = apps.get_model("people", "NoticeChoice")
    old = list(model.objects.values_list("user_id", "topic", "channel", "is_on"))
    model.objects.all().delete()
    model.objects.bulk_create(
        model(user_id=user, kind=kind, channel=channel, is_on=is_on)
        for user, kind, channel, is_on in for_each_kind(old)
    )


def gather(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    model = apps.get_model("people", "NoticeChoice")
    old = list(model.objects.values_list("user_id", "kind", "channel", "is_on"))
    model.objects.all().delete()
    model.objects.bulk_create(
        model(user_id=user, topic=topic, channel=channel, is_on=is_on)
        for user, topic, channel, is_on in for_each_class(old)
    )


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0017_notice_choice_kind"),
    ]

    operations = [migrations.RunPython(spread, gather)]
