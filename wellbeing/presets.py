"""How far apart the contacts of each preset lie, and how a unit sets them otherwise.

`DEFAULTS` is the one place in which the product's own steps stand. A unit sets a preset as a
whole; where it sets none, the nearest unit above it decides, then the organisation, then the
product. A first contact, a first talk and a light check-in are always planned: only talks that
follow can be switched off.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import NamedTuple

from wellbeing.codes import Preset, Step, Unit


@dataclass(frozen=True)
class Timing:
    """A contact so long after what begins it, and up to when at the latest; see `UNITS`."""

    step: Step
    after: int
    latest: int
    is_on: bool = True


Timings = tuple[Timing, ...]
Row = tuple[int, int, bool]  # a timing as it is stored: after, latest, on


@dataclass(frozen=True)
class Rules:
    """The steps of the three presets, in the order they are due."""

    light: Timings = (Timing(Step.TOUCH_BASE, 1, 14),)
    standard: Timings = (
        Timing(Step.TALK, 72, 72),
        Timing(Step.FOLLOW_UP, 14, 21),
        Timing(Step.FOLLOW_UP, 42, 56),
    )
    serious: Timings = (
        Timing(Step.FIRST_CONTACT, 8, 24),
        Timing(Step.TALK, 72, 72),
        Timing(Step.FOLLOW_UP, 28, 35),
        Timing(Step.FOLLOW_UP, 90, 104),
    )

    def of(self, preset: Preset) -> Timings:
        """Return the steps of a preset; those of declined care are nobody's to set."""
        known = {
            Preset.LIGHT: self.light,
            Preset.STANDARD: self.standard,
            Preset.SERIOUS: self.serious,
        }
        return known.get(preset, ())


DEFAULTS = Rules()
EDITABLE = (Preset.LIGHT, Preset.STANDARD, Preset.SERIOUS)

# In what the two numbers of a step are counted.
UNITS: Mapping[Step, tuple[Unit, Unit]] = {
    Step.TOUCH_BASE: (Unit.WORKING_DAYS, Unit.DAYS),
    Step.FIRST_CONTACT: (Unit.HOURS, Unit.HOURS),
    Step.TALK: (Unit.HOURS, Unit.HOURS),
    Step.FOLLOW_UP: (Unit.DAYS, Unit.DAYS),
}


class Bounds(NamedTuple):
    """Between which numbers a step may be set; this product's own limits."""

    after: tuple[int, int]
    latest: tuple[int, int]


BOUNDS: Mapping[Step, Bounds] = {
    Step.TOUCH_BASE: Bounds((1, 5), (7, 28)),
    Step.FIRST_CONTACT: Bounds((1, 12), (1, 48)),
    Step.TALK: Bounds((8, 120), (8, 120)),
    Step.FOLLOW_UP: Bounds((7, 180), (7, 200)),
}


class Fault(NamedTuple):
    """What is wrong with one number of one step: `what` is outside, early or order."""

    place: int
    number: str
    what: str
    bounds: tuple[int, int] = (0, 0)


def can_be_off(step: Step) -> bool:
    return step == Step.FOLLOW_UP


def faults(timings: Sequence[Timing]) -> list[Fault]:
    """Return what is wrong with the steps of a preset, the first place first."""
    found = [fault for place, one in enumerate(timings) for fault in _faults_of(place, one)]
    later = [(n, one) for n, one in enumerate(timings) if one.step == Step.FOLLOW_UP and one.is_on]
    found += [
        Fault(place, "after", "order")
        for (_place, before), (place, one) in pairwise(later)
        if one.after <= before.after
    ]
    return sorted(found)


def _faults_of(place: int, one: Timing) -> Iterable[Fault]:
    outside = [
        Fault(place, number, "outside", bounds)
        for number, bounds in BOUNDS[one.step]._asdict().items()
        if not bounds[0] <= getattr(one, number) <= bounds[1]
    ]
    is_early = not outside and one.latest < one.after
    return [Fault(place, "latest", "early")] if is_early else outside


def stored(timings: Timings) -> list[Row]:
    """Return the steps of a preset as they are kept; what they are for stands in the defaults."""
    return [(one.after, one.latest, one.is_on) for one in timings]


def restored(preset: Preset, rows: Sequence[Sequence[int | bool]]) -> Timings:
    """Return steps as they were kept. Of a row that does not fit the defaults stand."""
    standing = DEFAULTS.of(preset)
    if len(rows) != len(standing):
        return standing
    return tuple(
        replace(one, after=int(after), latest=int(latest), is_on=bool(is_on))
        for one, (after, latest, is_on) in zip(standing, rows, strict=True)
    )


def differing(rules: Rules) -> dict[str, list[Row]]:
    """Return the presets that differ from the defaults, as a series keeps them."""
    return {
        preset.value: stored(rules.of(preset))
        for preset in EDITABLE
        if rules.of(preset) != DEFAULTS.of(preset)
    }


def rules_kept(differing: Mapping[str, Sequence[Sequence[int | bool]]]) -> Rules:
    """Return the rules that a series keeps to."""
    rules = DEFAULTS
    for name, rows in differing.items():
        rules = with_timings(rules, Preset(name), restored(Preset(name), rows))
    return rules


def with_timings(rules: Rules, preset: Preset, timings: Timings) -> Rules:
    return replace(rules, **{preset.value: timings})


TeamKey = int | None  # None stands for the whole organisation
Own = Mapping[tuple[TeamKey, Preset], Timings]


def path_up(team: TeamKey, parents: Mapping[int, TeamKey]) -> list[TeamKey]:
    """Return a team and those above it, then the organisation."""
    path = list[TeamKey]()
    while team is not None and team not in path:
        path.append(team)
        team = parents.get(team)
    return [*path, None]


def inherited(own: Own, path: Sequence[TeamKey]) -> dict[Preset, TeamKey]:
    """Return whose steps hold for each preset; a preset that nobody of the path sets is absent."""
    sets = [(preset, unit) for preset in EDITABLE for unit in path if (unit, preset) in own]
    return dict(reversed(sets))  # the nearest unit stands last, so that it wins


def rules_along(own: Own, path: Sequence[TeamKey]) -> Rules:
    """Return the rules that hold for the first unit of a path; see `path_up`."""
    rules = DEFAULTS
    for preset, unit in inherited(own, path).items():
        rules = with_timings(rules, preset, own[unit, preset])
    return rules
