"""The goals G1 to G6: what was seen, what is asked, and from how many reports on it is asked."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from bench.reports.measure import Cost

MILLION = 1_000_000
PAGE = ("Q1 month", "P2 same, 12 months", "Q3 customers", "P4 same, page", "Q5 weekday x hour")
GROWING = ("Q1 month", "P2 same, 12 months", "Q3 customers", "Q5 weekday x hour")
Costs = Mapping[str, Cost]


@dataclass(frozen=True)
class Goal:
    """One line of the verdict; asked from `of` reports on, below it is told and not judged."""

    name: str
    what: str
    seen: float
    asked: float
    of: int = 0
    is_least: bool = False

    def is_missed(self, rows: int) -> bool:
        is_met = self.seen >= self.asked if self.is_least else self.seen <= self.asked
        return rows >= self.of and not is_met

    def line(self, rows: int) -> str:
        sign = ">=" if self.is_least else "<="
        verdict = "FAIL" if self.is_missed(rows) else "PASS"
        if rows < self.of:
            verdict = f"(asked from {self.of:,} reports on)"
        return f"{self.name:3} {self.what:58} {self.seen:9.2f}  {sign} {self.asked:g}  {verdict}"


def tile_goals(ours: Costs, duck: Costs, naive: Costs) -> Iterator[Goal]:
    """Judge each tile beside DuckDB, and the tiles together beside the ORM."""
    for name, cost in ours.items():
        yield Goal("G1", f"{name}: CPU of DuckDB's", cost.cpu / duck[name].cpu, 1.0, 10 * MILLION)
    mine = sum(ours[name].cpu for name in naive)
    theirs = sum(cost.cpu for cost in naive.values())
    for of, least in ((MILLION, 30), (10 * MILLION, 200)):
        what = f"six tiles: less CPU than the ORM, {of // MILLION} million"
        yield Goal("G4", what, theirs / mine, least, of, is_least=True)


def page_goals(ours: Costs, small: Costs) -> Iterator[Goal]:
    """Judge what a page takes, and how that grows from 100,000 reports on."""
    for name in PAGE:
        yield Goal("G2", f"{name}: ms, when nothing else runs", ours[name].cpu, 100)
    for name in GROWING:
        growth = ours[name].cpu / small[name].cpu
        yield Goal("G2", f"{name}: CPU of its own at 100,000", growth, 1.5, MILLION)


def scope_goals(ours: Costs, duck: Costs, plans: Mapping[str, tuple[bool, int]]) -> Iterator[Goal]:
    """Judge a department: beside DuckDB, and that its index is all that is read."""
    mine, theirs = (sum(cost.cpu for cost in costs.values()) for costs in (ours, duck))
    yield Goal("G3", "department: CPU of DuckDB's", mine / theirs, 2.0)
    for name, (is_index_only, fetches) in plans.items():
        yield Goal("G3", f"{name}: reads beside the index", fetches, 0)
        yield Goal("G3", f"{name}: index only scan", is_index_only, 1, is_least=True)
