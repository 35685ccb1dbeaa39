"""Grade the engine on companies made up anew: python -m bench.patterns --seed 1 --companies 40

Prints the goals with what was seen, beside simpler rules, for large and for small companies, and
how fast 200,000 customers are judged; writes a picture. Exits with 1 when a goal is not met.
"""

import sys
from argparse import ArgumentParser
from collections.abc import Sequence
from pathlib import Path

from bench.patterns import pace
from bench.patterns.grade import grade
from bench.patterns.hours import hours
from bench.patterns.marks import Marks
from bench.patterns.picture import draw
from bench.patterns.simulate import LARGE, SMALL, Size, simulate
from bench.patterns.table import LARGE_GOALS, SMALL_GOALS, Goal, is_met, lines, seen

TELL_EVERY = 10


def main() -> int:
    """Simulate, grade, print and draw."""
    words = ArgumentParser(description=__doc__)
    words.add_argument("--seed", type=int, required=True)
    words.add_argument("--companies", type=int, default=40)
    words.add_argument("--picture", type=Path, default=Path("bench-patterns.svg"))
    asked = words.parse_args()
    large = graded(asked.seed, asked.companies, LARGE)
    small = graded(asked.seed, asked.companies, SMALL)
    show(f"seed {asked.seed}, {asked.companies} companies: 200 products, 20,000 customers, 2 years")
    is_good = told(large, LARGE_GOALS)
    show(f"\n{asked.companies} small companies: 10 products, 30 staff, 300 reports a year")
    is_good = told(small, SMALL_GOALS) and is_good
    show("")
    paced = pace.pace(asked.seed)
    for line in pace.told(paced):
        show(line)
    draw(large, asked.picture)
    show(f"\npicture: {asked.picture}")
    return 0 if is_good and paced.is_met else 1


def graded(seed: int, companies: int, size: Size) -> list[Marks]:
    """Simulate and grade so many; each has its own seed, far from those of other runs."""
    rows = []
    for place in range(companies):
        own = seed * 100_003 + place
        rows.append(grade(*simulate(own, size)) | hours(own, size))
        if place % TELL_EVERY == TELL_EVERY - 1:
            print(f"{place + 1} of {companies} graded", file=sys.stderr)  # noqa: T201
    return rows


def told(rows: Sequence[Marks], goals: Sequence[Goal]) -> bool:
    """Print the table; say whether every goal is met."""
    for line in lines(rows, goals):
        show(line)
    return all(is_met(goal, seen(rows, goal.mark)) for goal in goals)


def show(line: str) -> None:
    print(line, flush=True)  # noqa: T201


if __name__ == "__main__":
    sys.exit(main())
