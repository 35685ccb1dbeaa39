"""What happened with a customer over twelve months: a dot for each report, a line for each step."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import QuerySet

from incidents.models import Incident, Measure

MONTHS = 12
WIDTHS = (("only-m", 318), ("only-d", 510))
EDGE, STACK, DOT = 14.0, 5, 12.0
# Names of steps stand below each other, so that none is written over another.
NAMED, LINE = 3, 15.0


@dataclass(frozen=True)
class Month:
    """One month in words, for the table."""

    first: dt.date
    reports: int
    steps: list[Measure]


@dataclass(frozen=True)
class Dot:
    """One report; places are text, so that no template writes them as a number of a language."""

    x: str
    y: str
    severity: int


@dataclass(frozen=True)
class More:
    """How many reports of a month do not fit above each other."""

    x: str
    y: str
    number: int


@dataclass(frozen=True)
class Line:
    """The day a step began; its name stands on the side where there is room."""

    x: str
    text_x: str
    y: str
    anchor: str
    measure: Measure


@dataclass(frozen=True)
class Picture:
    """The drawing in one width."""

    shown: str
    width: int
    ground: int
    months: list[tuple[str, dt.date]]
    dots: list[Dot]
    more: list[More]
    lines: list[Line]


@dataclass(frozen=True)
class OverTime:
    """Twelve months of one customer."""

    months: list[Month]
    reports: int
    steps: list[Measure]
    pictures: list[Picture]


def over_time(
    reports: "QuerySet[Incident]", steps: Iterable[Measure], day: dt.date
) -> OverTime | None:
    """Return the picture of the twelve months up to a day; None when nothing happened. One query.

    Days are told as months: a report without a name shows no more than elsewhere.
    """
    firsts = _months_until(day)
    rows = reports.filter(occurred_on__gte=firsts[0], occurred_on__lte=day)
    found = [[] for _ in firsts]  # type: list[list[int]]
    for happened_on, severity in rows.order_by("severity").values_list("occurred_on", "severity"):
        found[_place(firsts[0], happened_on)].append(severity)
    taken = [s for s in steps if s.is_taken and s.starts_on and firsts[0] <= s.starts_on <= day]
    if not taken and not any(found):
        return None
    months = [
        Month(first, len(severities), [s for s in taken if _is_in(first, s)])
        for first, severities in zip(firsts, found, strict=True)
    ]
    pictures = [_picture(shown, width, firsts, found, taken) for shown, width in WIDTHS]
    return OverTime(months, sum(map(len, found)), taken, pictures)


def _is_in(first: dt.date, step: Measure) -> bool:
    return step.starts_on is not None and step.starts_on.replace(day=1) == first


def _months_until(day: dt.date) -> list[dt.date]:
    count = day.year * 12 + day.month - MONTHS
    return [dt.date((count + n) // 12, (count + n) % 12 + 1, 1) for n in range(MONTHS)]


def _place(first: dt.date, day: dt.date) -> int:
    return (day.year - first.year) * 12 + day.month - first.month


def _picture(
    shown: str,
    width: int,
    firsts: Sequence[dt.date],
    found: Sequence[Sequence[int]],
    steps: Sequence[Measure],
) -> Picture:
    wide = (width - 2 * EDGE) / MONTHS
    middles = [EDGE + wide * (n + 0.5) for n in range(MONTHS)]
    every = 3 if width < 400 else 2
    stacks = list(zip(middles, found, strict=True))
    ground = _ground(found, steps)
    return Picture(
        shown=shown,
        width=width,
        ground=ground,
        months=[(_text(x), first) for x, first in zip(middles, firsts, strict=True)][::every],
        dots=[
            Dot(_text(x), _text(ground - 9 - DOT * n), severity)
            for x, severities in stacks
            for n, severity in enumerate(severities[-STACK:])
        ],
        more=[
            More(_text(x), _text(ground - 9 - DOT * STACK), len(severities) - STACK)
            for x, severities in stacks
            if len(severities) > STACK
        ],
        lines=_lines(width, wide, firsts[0], steps),
    )


def _ground(found: Sequence[Sequence[int]], steps: Sequence[Measure]) -> int:
    """How high the picture is above its axis: room for the most dots and the names of steps."""
    dots = min(max(len(severities) for severities in found), STACK + 1)
    return int(12 + LINE * min(len(steps), NAMED) + DOT * dots)


def _lines(width: int, wide: float, first: dt.date, steps: Sequence[Measure]) -> list[Line]:
    lines = []
    for n, step in enumerate(steps[-NAMED:]):
        begun = step.starts_on or first
        x = EDGE + wide * (_place(first, begun) + (begun.day - 1) / 31)
        is_left = x > width / 2
        text_x = x - 5 if is_left else x + 5
        anchor = "end" if is_left else "start"
        lines.append(Line(_text(x), _text(text_x), _text(12 + LINE * n), anchor, step))
    return lines


def _text(place: float) -> str:
    return f"{place:.1f}"
