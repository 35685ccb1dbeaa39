"""Access to what stands at hand in the moment, to breaks and to shared devices."""

from typing import Any

from django.utils import timezone

from incidents.models import Break, Tally
from people.models import TeamDevice
from people.queries import database_now
from tests.access.cells import LEADERS, Cell, Row
from tests.access.world import World

REPORTER = frozenset({"reporter"})
ADVISER = frozenset({"adviser"})
ADMIN = frozenset({"admin"})
ALL_MANAGERS = frozenset({"manager", "deputy", "manager_above", "other_manager"})
PLAIN_STAFF = frozenset({"reporter", "colleague", "past_manager", "outsider"})
STAFF_OF_TEAM = REPORTER | LEADERS


def _tally(world: World) -> dict[str, Any]:
    """Something that Ana counted a moment ago."""
    now = database_now()
    tally, _is_new = Tally.objects.get_or_create(
        person=world.cast.ana,
        key="world",
        defaults={
            "team": world.cast.north,
            "channel": 1,
            "at": now,
            "occurred_on": timezone.localdate(now),
            "local_hour": now.hour,
        },
    )
    return {"public_id": tally.public_id}


def _pause(world: World) -> dict[str, Any]:
    """Ana is away for a moment."""
    started, _is_new = Break.objects.get_or_create(
        person=world.cast.ana,
        defaults={"team": world.cast.north, "started_at": database_now()},
    )
    return {"public_id": started.public_id}


def _north(world: World) -> dict[str, Any]:
    return {"public_id": world.cast.north.public_id}


def _device(world: World) -> dict[str, Any]:
    """A till of Ana's team."""
    device, _is_new = TeamDevice.objects.get_or_create(
        secret_hash="world",
        defaults={
            "team": world.cast.north,
            "name": "Till 2",
            "registered_by": world.cast.max,
            "registered_at": database_now(),
        },
    )
    return {"public_id": device.public_id}


MOMENT = {
    "incidents:tally_new": Row(post=Cell(status=302)),
    "incidents:tally_undo": Row(post=Cell(ok=REPORTER, status=302), at=_tally),
    "incidents:tally_product": Row(post=Cell(ok=REPORTER, status=302), at=_tally),
    "incidents:pause_new": Row(post=Cell(status=302)),
    "incidents:pause": Row(get=Cell(ok=STAFF_OF_TEAM), at=_pause),
    "incidents:pause_cover": Row(
        post=Cell(ok=LEADERS, status=302, special={"reporter": 403}), at=_pause
    ),
    "incidents:pause_end": Row(
        post=Cell(ok=REPORTER, status=302, special={"manager": 403, "deputy": 403}), at=_pause
    ),
}

SETTINGS = {
    "people:organisation": Row(
        get=Cell(ok=ADMIN, refused=403), post=Cell(ok=ADMIN, refused=403, status=422)
    ),
    "incidents:help_route": Row(
        get=Cell(ok=ADMIN, refused=403), post=Cell(ok=ADMIN, refused=403, status=422)
    ),
    "incidents:help_route_team": Row(
        get=Cell(ok=ADMIN, refused=403),
        post=Cell(ok=ADMIN, refused=403, status=422),
        at=_north,
    ),
    "incidents:help_route_reset": Row(post=Cell(ok=ADMIN, refused=403, status=302), at=_north),
}

DEVICES = {
    "people:devices": Row(
        get=Cell(ok=ADMIN | ALL_MANAGERS, refused=403),
        post=Cell(ok=ADMIN | ALL_MANAGERS, refused=403, status=422),
    ),
    "people:revocation": Row(
        post=Cell(
            ok=ADMIN | LEADERS,
            refused=403,
            status=302,
            special={"manager_above": 404, "other_manager": 404},
        ),
        at=_device,
    ),
    "people:pin_sign_in": Row(get=Cell(status=302), post=Cell(status=302), is_public=True),
    "people:presence": Row(post=Cell(status=204)),
    "people:pin": Row(
        get=Cell(ok=PLAIN_STAFF, refused=403), post=Cell(ok=PLAIN_STAFF, refused=403, status=422)
    ),
    "people:pin_removal": Row(post=Cell(ok=PLAIN_STAFF, refused=403, status=302)),
    "people:notices": Row(get=Cell(), post=Cell(status=422, data={"quiet_from": "late"})),
    "people:push": Row(post=Cell(status=422)),
    "people:push_removal": Row(post=Cell(status=204)),
    # For a browser that is no device; tests/incidents/test_locked_screen.py has one that is.
    "incidents:device": Row(get=Cell(status=302), is_public=True),
    "incidents:device_call": Row(post=Cell(status=302), is_public=True),
    "incidents:device_call_end": Row(post=Cell(status=302), is_public=True),
    "incidents:device_call_still": Row(post=Cell(status=302), is_public=True),
}

ROWS = MOMENT | SETTINGS | DEVICES
