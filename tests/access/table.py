"""The access table: every address of the product that a person opens in a browser.

Read a row as: by GET these people get 200, everybody else 404; and of the marks only these people
find this one in the answer. The API has rows of its own in test_api_access.py.
"""

from collections.abc import Callable
from typing import Any

from people.models import Membership
from tests.access.cells import (
    IN_A_TEAM,
    LEADERS,
    STAFF_LIKE,
    Cell,
    Row,
)
from tests.access.rows_circle import CIRCLE
from tests.access.rows_contacts import ROWS as ROWS_CONTACTS
from tests.access.rows_customer import ROWS as ROWS_CUSTOMER
from tests.access.rows_details import DETAILS
from tests.access.rows_devices import ROWS as ROWS_DEVICES
from tests.access.rows_fairness import FAIRNESS
from tests.access.rows_help import HELP
from tests.access.rows_measures import MEASURES
from tests.access.rows_offline import OFFLINE
from tests.access.rows_patterns import PATTERNS
from tests.access.rows_people import ROWS as ROWS_PEOPLE
from tests.access.rows_practice import ROWS as ROWS_PRACTICE
from tests.access.rows_private import PRIVATE
from tests.access.rows_reports import REPORTS
from tests.access.rows_talk import TALK
from tests.access.rows_training import TRAINING
from tests.access.rows_week import ROWS as WEEK
from tests.access.rows_words import WORDS
from tests.access.world import MARKS, World

REPORTER = frozenset({"reporter"})
ADVISER = frozenset({"adviser"})
ADMIN = frozenset({"admin"})
HR = frozenset({"hr"})
BUDDY = frozenset({"buddy"})
HOLDER = frozenset({"manager"})
CARE = REPORTER | HOLDER
ALL_MANAGERS = frozenset({"manager", "deputy", "manager_above", "other_manager"})
ACTS_FOR_TEAM = LEADERS | ADVISER
SEES_REPORT = REPORTER | LEADERS | ADVISER


def _incident(world: World) -> dict[str, Any]:
    return {"public_id": world.incident.public_id}


def _answer(world: World) -> dict[str, Any]:
    return {"public_id": world.answer.public_id}


def _customer(world: World) -> dict[str, Any]:
    return {"public_id": world.customer.public_id}


def _ana(world: World) -> dict[str, Any]:
    return {"public_id": world.cast.ana.public_id}


def _north(world: World) -> dict[str, Any]:
    return {"public_id": world.cast.north.public_id}


def _site(world: World) -> dict[str, Any]:
    return {"public_id": world.cast.site.public_id}


def _planned(world: World) -> dict[str, Any]:
    return {"public_id": world.planned.public_id}


def _need(world: World) -> dict[str, Any]:
    return {"public_id": world.need.public_id}


def _ticked(world: World) -> dict[str, Any]:
    return {"need": [str(world.need.public_id)]}


def _product(world: World) -> dict[str, Any]:
    return {"public_id": world.product.public_id}


def _by_admin(at: Callable[[World], dict[str, Any]] = lambda world: {}) -> Row:
    """A form of the administrators: others are told that it is not for their role."""
    return Row(get=Cell(ok=ADMIN, refused=403), post=Cell(ok=ADMIN, refused=403, status=422), at=at)


HOUSE = {
    "healthz": Row(get=Cell(), is_public=True),
    "readyz": Row(get=Cell(), is_public=True),
    "breathe": Row(get=Cell()),
    "help": Row(get=Cell()),
    "policy": Row(get=Cell()),
    "language": Row(post=Cell(status=302, data={"language": "nl"}), is_public=True),
    "theme": Row(post=Cell(status=302, data={"theme": "dark"})),
}

PEOPLE = {
    "account_login": Row(
        get=Cell(special=dict.fromkeys(STAFF_LIKE, 302)),
        post=Cell(status=422, special=dict.fromkeys(STAFF_LIKE, 302)),
        is_public=True,
    ),
    "account_logout": Row(get=Cell(), post=Cell(status=302)),
    "account_reset_password": Row(get=Cell(), post=Cell(status=422), is_public=True),
    "account_reset_password_done": Row(get=Cell(), is_public=True),
    "people:slip_sign_in": Row(get=Cell(), post=Cell(status=422), is_public=True),
    "people:choose_password": Row(get=Cell(status=404), post=Cell(status=404), is_public=True),
    "people:link": Row(get=Cell(status=404), at=lambda world: {"token": "guess"}, is_public=True),
    "people:preferences": Row(get=Cell(), post=Cell(status=422, data={"theme": "pink"})),
    "people:password": Row(get=Cell(), post=Cell(status=422)),
    "people:people": Row(get=Cell(ok=ADMIN | ALL_MANAGERS, refused=403)),
    "people:parked_mails": Row(post=Cell(ok=ADMIN, refused=403, status=302)),
    "people:person_new": _by_admin(),
    "people:person": Row(
        get=Cell(ok=ADMIN | LEADERS, special={"reporter": 403}),
        post=Cell(ok=ADMIN, status=422, special=dict.fromkeys(LEADERS | REPORTER, 403)),
        at=_ana,
    ),
    "people:invitation": Row(
        post=Cell(ok=ADMIN | LEADERS, status=302, special={"reporter": 403}), at=_ana
    ),
    "people:slip": Row(
        get=Cell(ok=ADMIN | LEADERS, special={"reporter": 403}),
        post=Cell(ok=ADMIN | LEADERS, special={"reporter": 403}),
        at=_ana,
    ),
    "people:deactivation": Row(
        get=Cell(ok=ADMIN, refused=403), post=Cell(ok=ADMIN, refused=403, status=302), at=_ana
    ),
    "people:reactivation": Row(post=Cell(ok=ADMIN, refused=403, status=302), at=_ana),
    "people:role": Row(post=Cell(ok=ADMIN, refused=403, status=422), at=_ana),
    "people:role_end": Row(
        post=Cell(ok=ADMIN, refused=403, status=302), at=lambda w: {**_ana(w), "role": "hr"}
    ),
    "people:place": Row(post=Cell(ok=ADMIN, refused=403, status=422), at=_ana),
    "people:place_end": Row(
        post=Cell(ok=ADMIN, refused=403, status=422),
        at=lambda w: {
            **_ana(w),
            "place_id": Membership.objects.get(user=w.cast.ana).public_id,
        },
    ),
    "people:teams": Row(get=Cell(ok=ADMIN, refused=403)),
    "people:team_new": _by_admin(),
    "people:team": _by_admin(_north),
    "people:team_place": Row(post=Cell(ok=ADMIN, refused=403, status=422), at=_north),
    "people:team_closing": Row(
        get=Cell(ok=ADMIN, refused=403), post=Cell(ok=ADMIN, refused=403, status=422), at=_north
    ),
    "people:site_new": _by_admin(),
    "people:site": _by_admin(_site),
}

INCIDENTS = {
    "incidents:report_new": Row(
        get=Cell(shows={"draft": REPORTER}),
        post=Cell(status=422, data={"behaviours": []}),
    ),
    "incidents:report_draft": Row(post=Cell(status=302)),
    "incidents:report_discard": Row(post=Cell(status=302)),
    "incidents:report_behaviours": Row(post=Cell(special={"anonymous": 204})),
    "incidents:details": Row(
        get=Cell(
            ok=REPORTER,
            special=dict.fromkeys(ACTS_FOR_TEAM, 403),
            shows={"narrative": REPORTER},
        ),
        post=Cell(
            ok=REPORTER,
            status=302,
            data={"narrative": "And then they left."},
            special=dict.fromkeys(ACTS_FOR_TEAM, 403),
        ),
        at=_incident,
    ),
    "incidents:answer": Row(
        get=Cell(ok=ACTS_FOR_TEAM, special={"reporter": 403}),
        post=Cell(ok=ACTS_FOR_TEAM, status=422, data={"sentence": ""}, special={"reporter": 403}),
        at=_incident,
    ),
    "incidents:customers": Row(
        get=Cell(
            ok=IN_A_TEAM | ADVISER,
            refused=403,
            shows={"reference": ACTS_FOR_TEAM, "customer_name": ACTS_FOR_TEAM},
        ),
        post=Cell(
            ok=IN_A_TEAM | ADVISER,
            refused=403,
            status=422,
            data={"reference": ""},
            shows={"reference": ACTS_FOR_TEAM, "customer_name": ACTS_FOR_TEAM},
        ),
    ),
    "incidents:customer": Row(
        get=Cell(
            ok=ACTS_FOR_TEAM,
            shows={
                "reference": ACTS_FOR_TEAM,
                "customer_name": ACTS_FOR_TEAM,
                "agreement": ACTS_FOR_TEAM,
                "promise": ACTS_FOR_TEAM,
                "complaint": ACTS_FOR_TEAM,
            },
        ),
        at=_customer,
    ),
    "incidents:agreements": Row(
        post=Cell(
            ok=LEADERS,
            status=422,
            special={"adviser": 403},
            shows=dict.fromkeys(
                ["reference", "customer_name", "agreement", "promise", "complaint"], LEADERS
            ),
        ),
        at=_customer,
    ),
    "incidents:agreement_end": Row(
        get=Cell(ok=LEADERS, special={"adviser": 403}, shows={"agreement": LEADERS}),
        post=Cell(ok=LEADERS, status=302, special={"adviser": 403}),
        at=lambda w: {"public_id": w.agreement.public_id},
    ),
    "incidents:customer_match": Row(
        post=Cell(
            data={"customer_ref": MARKS["reference"]},
            special={"anonymous": 204},
            shows={"agreement": STAFF_LIKE, "desk_note": STAFF_LIKE},
        )
    ),
    "incidents:words": Row(get=Cell(ok=ADMIN, refused=403)),
    "incidents:word_list": _by_admin(lambda w: {"word_list": "behaviour"}),
    "incidents:product_new": Row(post=Cell(ok=ADMIN, refused=403, status=422)),
    "incidents:product": _by_admin(_product),
}

WELLBEING = {
    "wellbeing:start": Row(get=Cell(status=302)),
    "wellbeing:home": Row(get=Cell(shows={"answer": REPORTER, "support": HOLDER})),
    "wellbeing:mine": Row(get=Cell(shows={"answer": REPORTER, "support": REPORTER})),
    "wellbeing:readings": Row(
        post=Cell(ok=REPORTER, status=302, data=lambda w: {"notice": str(w.notice.pk)})
    ),
    "wellbeing:today": Row(
        get=Cell(ok=ALL_MANAGERS | ADVISER | BUDDY, refused=403, shows={"support": HOLDER})
    ),
    "wellbeing:reports": Row(get=Cell(ok=ALL_MANAGERS | ADVISER, refused=403)),
    "wellbeing:report": Row(
        get=Cell(
            ok=SEES_REPORT,
            shows={
                "narrative": SEES_REPORT,
                "answer": SEES_REPORT,
                "complaint": SEES_REPORT,
                "evidence": SEES_REPORT,
                "praise": SEES_REPORT,
                "promise": SEES_REPORT,
            },
        ),
        at=_incident,
    ),
    "wellbeing:thanks": Row(get=Cell(ok=REPORTER), at=_incident),
    "wellbeing:holder": Row(
        post=Cell(ok=REPORTER, status=422, special={"manager": 403}), at=_planned
    ),
    "wellbeing:refusal": Row(
        post=Cell(ok=REPORTER, status=302, special={"manager": 403}), at=_planned
    ),
    "wellbeing:handover": Row(
        post=Cell(ok=frozenset(), status=302, special=dict.fromkeys(CARE, 403)), at=_planned
    ),
    "wellbeing:claim": Row(
        post=Cell(ok=HOLDER, status=302, special={"reporter": 403}), at=_planned
    ),
    "wellbeing:checkin_new": Row(get=Cell(), post=Cell(status=422, data={"when": ""})),
    "wellbeing:training": Row(get=Cell()),
    "wellbeing:needs": Row(post=Cell(status=422)),
    "wellbeing:plans": Row(
        post=Cell(ok=LEADERS, status=422, data=_ticked, special={"reporter": 403})
    ),
    "wellbeing:completions": Row(
        post=Cell(ok=LEADERS, status=302, data=_ticked, special={"reporter": 403})
    ),
    "wellbeing:need_refusal": Row(
        get=Cell(ok=REPORTER, special=dict.fromkeys(LEADERS, 403)),
        post=Cell(ok=REPORTER, status=302, special=dict.fromkeys(LEADERS, 403)),
        at=_need,
    ),
}

TABLE: dict[str, Row] = {
    **HOUSE,
    **PEOPLE,
    **INCIDENTS,
    **WELLBEING,
    **REPORTS,
    **WORDS,
    **ROWS_CONTACTS,
    **ROWS_CUSTOMER,
    **ROWS_PEOPLE,
    **ROWS_PRACTICE,
    **ROWS_DEVICES,
    **HELP,
    **FAIRNESS,
    **DETAILS,
    **TALK,
    **OFFLINE,
    **MEASURES,
    **TRAINING,
    **PRIVATE,
    **WEEK,
    **CIRCLE,
    **PATTERNS,
}
