"""Access to HR's words beside a report, and to being told of the next: HR alone."""

from typing import Any

from tests.access.cells import Cell, Row
from tests.access.rows_reports import HR, SHOWN, shown_month
from tests.access.world import World


def _words(world: World) -> dict[str, Any]:
    shown_month(world)
    return {"report": f"{SHOWN:%Y-%m}", "part": "figures"}


def _span(world: World) -> dict[str, Any]:
    return {"span": "month"}


WORDS = {
    "reports:words": Row(
        get=Cell(ok=HR), post=Cell(ok=HR, status=302, data={"words": "Quiet."}), at=_words
    ),
    "reports:subscription": Row(post=Cell(ok=HR, status=302, data={"on": "1"}), at=_span),
}
