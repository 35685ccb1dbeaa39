"""One row per address: who gets which answer by which method, and which marks they may read."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from tests.access.world import World

STAFF_LIKE = frozenset(
    {
        "reporter",
        "colleague",
        "manager",
        "deputy",
        "past_manager",
        "manager_above",
        "outsider",
        "other_manager",
        "hr",
        "adviser",
        "admin",
        "buddy",
        "council",
    }
)
IN_A_TEAM = STAFF_LIKE - {"past_manager", "hr", "adviser", "admin"}
LEADERS = frozenset({"manager", "deputy"})
NOBODY: frozenset[str] = frozenset()
SIGN_IN = 302

# Addresses with tests of their own, because a session is not how one enters them.
NUMBERS = ("contacts", "customer_contacts", "trends", "place")
API = ("incidents", "codes", *NUMBERS, "schema", "nothing")
ELSEWHERE = {f"api_{name}" for name in API}


@dataclass(frozen=True)
class Cell:
    """What one method of an address answers.

    `ok` get `status`, everybody else `refused`; who is not signed in is sent to sign in, unless
    the address is public. `shows` names, per mark, who may find it in the answer.
    """

    ok: frozenset[str] = STAFF_LIKE
    status: int = 200
    refused: int = 404
    special: dict[str, int] = field(default_factory=dict)
    data: dict[str, Any] | Callable[[World], dict[str, Any]] = field(default_factory=dict)
    shows: dict[str, frozenset[str]] = field(default_factory=dict)
    query: str = ""

    def expected(self, actor: str, *, is_public: bool) -> int:
        if actor in self.special:
            return self.special[actor]
        if actor == "anonymous":
            return self.status if is_public else SIGN_IN
        return self.status if actor in self.ok else self.refused


@dataclass(frozen=True)
class Row:
    """An address with its methods; methods that are not named are refused with 405."""

    get: Cell | None = None
    post: Cell | None = None
    at: Callable[[World], dict[str, Any]] = lambda world: {}
    is_public: bool = False
