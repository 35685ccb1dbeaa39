"""`make attack`: publish random organisations and try to work out what was withheld.

ORGS says how many (1,000), SEED where the numbering starts. Ends with 1 when a cell was found, or
when a seeded fault was not.
"""

import os
import sys
import time

import django

django.setup()

from tests.reports.unpicked.faults import FAULTS  # noqa: E402 - models need the set-up above
from tests.reports.unpicked.run import Caught, attack  # noqa: E402 - as above

STEP = 50


def main() -> int:
    """Print what was tried and found, and return the exit code."""
    first, count = int(os.environ.get("SEED", "0")), int(os.environ.get("ORGS", "1000"))
    begin, total = time.monotonic(), Caught()
    for start in range(first, first + count, STEP):
        total.add(attack(range(start, min(start + STEP, first + count))))
        took = time.monotonic() - begin
        say(f"{total.organisations} organisations, {len(total.cells)} found, {took:.0f} s", "\r")
    say("")
    say(f"statements: {total.statements}, unknown cells: {total.atoms}")
    say(f"withheld figures: {total.withheld}")
    say("\n".join(total.cells))
    say(f"cells found: {len(total.cells)}")
    missed = 0
    for name, fault in FAULTS.items():
        caught = fault(range(first, first + STEP))
        missed += not caught.cells
        state = f"caught after {caught.organisations}" if caught.cells else "MISSED"
        say(f"seeded fault, {name}: {state}")
    return 1 if total.cells or missed else 0


def say(text: str, end: str = "\n") -> None:
    """Write a line at once."""
    sys.stdout.write(text + end)
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
