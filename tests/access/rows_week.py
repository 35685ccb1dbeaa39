"""Rows of the working week: closing days, usual hours, and what something took out of somebody."""

from tests.access.cells import Cell, Row

REPORTER = frozenset({"reporter"})

ROWS: dict[str, Row] = {
    "wellbeing:impact": Row(
        post=Cell(
            ok=REPORTER,
            status=302,
            data={"value": "2"},
            special=dict.fromkeys(("manager", "deputy", "adviser"), 403),
        ),
        at=lambda w: {"public_id": w.incident.public_id},
    ),
}
