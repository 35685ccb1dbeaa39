"""How a new report joins care that is running: stricter, earlier, never a talk too many.

Between two talks that nobody asked for lie five working days. First contacts after a serious
report are no talks: each serious report has one, unless one is still waiting to be picked up.
"""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from incidents.codes import WishWhen
from wellbeing.cadence import Slot, earliest_next_talk
from wellbeing.codes import STRICTNESS, Preset, Step, Why
from wellbeing.workweek import WorkWeek

TALKS = frozenset({Step.TOUCH_BASE, Step.TALK, Step.FOLLOW_UP})
_RANK = {Step.TOUCH_BASE: 0, Step.FOLLOW_UP: 1, Step.TALK: 2}


@dataclass(frozen=True)
class Standing:
    """An open check-in of the running series."""

    key: int
    slot: Slot
    is_claimed: bool = False


@dataclass(frozen=True)
class Running:
    """The series as it is: its preset, what is open, and when the last talk was held."""

    preset: Preset
    open: tuple[Standing, ...]
    talked_at: dt.datetime | None = None


@dataclass
class Joined:
    """What becomes of the series: changed and cancelled check-ins by key, and new ones."""

    preset: Preset
    changed: dict[int, Slot] = field(default_factory=dict)
    added: list[Slot] = field(default_factory=list)
    cancelled: list[int] = field(default_factory=list)


def stricter(one: Preset, other: Preset) -> Preset:
    return max(one, other, key=STRICTNESS.index)


def join(running: Running, preset: Preset, slots: Iterable[Slot], week: WorkWeek) -> Joined:
    """Return how the series takes up a report that would lead to `preset` with `slots`."""
    joined = Joined(stricter(running.preset, preset))
    if preset == Preset.DECLINED:
        return joined
    joined.cancelled += [s.key for s in running.open if s.slot.step == Step.SECOND_OFFER]
    is_milder = STRICTNESS.index(preset) < STRICTNESS.index(running.preset)
    talks, later = _parts(slots)
    for slot in talks:
        if slot.step == Step.FIRST_CONTACT:
            _join_contact(joined, running, slot)
            continue
        talk = spaced(slot, running.talked_at, week)
        if is_milder and _is_beside(running, talk, week):
            joined.added.append(talk)
        else:
            _join_talk(joined, running, talk)
    is_new_start = _is_new_start(running, later)
    is_stricter = STRICTNESS.index(preset) > STRICTNESS.index(running.preset)
    if is_stricter or (is_new_start and preset == running.preset):
        _replan_later(joined, running, later)
    elif is_milder and is_new_start:
        joined.added += [slot for slot in later if not _is_covered(running, slot)]
    _spread_out(joined, running, week)
    return joined


def spread(
    slots: Mapping[int, Slot], talked_at: dt.datetime | None, week: WorkWeek
) -> dict[int, Slot]:
    """Return where talks go that nobody asked for and that follow too soon on the one before."""
    talks = {key: slot for key, slot in slots.items() if slot.step in TALKS}
    moved: dict[int, Slot] = {}
    while too_soon := _too_soon(talks, talked_at, week):
        talks |= too_soon
        moved |= too_soon
    return moved


def kept_apart(
    slots: Iterable[Slot], talked_at: dt.datetime | None, week: WorkWeek
) -> tuple[Slot, ...]:
    """Return the slots of a new plan with the distance they keep, also from the last talk held."""
    keyed = dict(enumerate(slots))
    return tuple((keyed | spread(keyed, talked_at, week)).values())


def _too_soon(
    talks: Mapping[int, Slot], talked_at: dt.datetime | None, week: WorkWeek
) -> dict[int, Slot]:
    """Return the first talk that has to be later, at the moment it may be."""
    before = talked_at
    for key, slot in sorted(talks.items(), key=lambda item: item[1].due_at):
        later = spaced(slot, before, week)
        if later != slot:
            return {key: later}
        before = slot.due_at
    return {}


def spaced(slot: Slot, talked_at: dt.datetime | None, week: WorkWeek) -> Slot:
    """Return the slot five working days after the last talk, unless it was asked for."""
    if talked_at is None or slot.asked_when:
        return slot
    earliest = earliest_next_talk(talked_at, week)
    if slot.due_at >= earliest:
        return slot
    return replace(
        slot, due_at=earliest, latest_at=max(earliest, slot.latest_at), why=Why.RECENT_TALK
    )


def _spread_out(joined: Joined, running: Running, week: WorkWeek) -> None:
    """Keep the distance also between what stays, what moves and what is new.

    The next talk stays where it is: a report never makes it later.
    """
    slots = {
        standing.key: joined.changed.get(standing.key, standing.slot)
        for standing in running.open
        if standing.key not in joined.cancelled
    }
    new = {-place: slot for place, slot in enumerate(joined.added, start=1)}
    for key, slot in spread(slots | new, None, week).items():
        if key < 0:
            joined.added[-key - 1] = slot
        else:
            joined.changed[key] = slot


def _parts(slots: Iterable[Slot]) -> tuple[list[Slot], list[Slot]]:
    """Split a plan into its first contacts and talk, and what follows later."""
    first = [slot for slot in slots if slot.step != Step.FOLLOW_UP]
    return first, [slot for slot in slots if slot.step == Step.FOLLOW_UP]


def _next_talk(running: Running) -> Standing | None:
    talks = [standing for standing in running.open if standing.slot.step in TALKS]
    return min(talks, key=lambda standing: standing.slot.due_at, default=None)


def _is_new_start(running: Running, later: list[Slot]) -> bool:
    """Whether a report brings later talks of its own: the first talk of the series was held.

    Or some of what followed it was. A check-in that was asked for in between tells nothing.
    """
    standing = _next_talk(running)
    left = [one for one in running.open if one != standing and one.slot.step == Step.FOLLOW_UP]
    is_first_talk_held = all(one.slot.step != Step.TALK for one in running.open)
    return bool(later) and (is_first_talk_held or len(left) < len(later))


def _join_contact(joined: Joined, running: Running, slot: Slot) -> None:
    for standing in running.open:
        if standing.slot.step == Step.FIRST_CONTACT and not standing.is_claimed:
            if slot.due_at < standing.slot.due_at or slot.asked_when:
                joined.changed[standing.key] = replace(
                    standing.slot,
                    due_at=min(slot.due_at, standing.slot.due_at),
                    asked_when=slot.asked_when,
                    why=slot.why,
                )
            return
    joined.added.append(slot)


def _join_talk(joined: Joined, running: Running, slot: Slot) -> None:
    """Take the earlier of both moments; a chosen date and time may move or add a talk."""
    standing = _next_talk(running)
    if standing is None:
        joined.added.append(slot)
        return
    old = standing.slot
    step = max(old.step, slot.step, key=_RANK.__getitem__)
    is_earlier = slot.due_at < old.due_at
    if not is_earlier and slot.asked_when == WishWhen.AT and slot.due_at > old.due_at:
        if old.asked_when or slot.due_at > old.latest_at:
            joined.added.append(slot)
            slot = old
        else:
            is_earlier = True
    merged = replace(slot if is_earlier else _explained(old, slot), step=step)
    merged = replace(merged, latest_at=max(merged.due_at, min(old.latest_at, slot.latest_at)))
    if merged != old:
        joined.changed[standing.key] = merged


def _is_beside(running: Running, talk: Slot, week: WorkWeek) -> bool:
    """Whether only follow-ups of stricter care are left, all far enough from a talk before them."""
    standing = _next_talk(running)
    if standing is None or standing.slot.step != Step.FOLLOW_UP:
        return False
    return standing.slot.due_at >= earliest_next_talk(talk.due_at, week)


def _is_covered(running: Running, follow_up: Slot) -> bool:
    """Whether a follow-up that stays planned is one at the right time for a milder report too."""
    stays = [one.slot for one in running.open if one.slot.step == Step.FOLLOW_UP]
    return any(follow_up.due_at <= one.due_at <= follow_up.latest_at for one in stays)


def _explained(old: Slot, slot: Slot) -> Slot:
    """Return the old slot, saying that it stands in for a wish, and why when that lay later."""
    if not slot.asked_when:
        return old
    if slot.due_at > old.due_at:
        return replace(old, why=Why.JOINED_EARLIER)
    return replace(old, asked_when=slot.asked_when, why=slot.why)


def _replan_later(joined: Joined, running: Running, later: list[Slot]) -> None:
    """Put the later talks of the new plan in the place of the old ones nobody asked for."""
    kept = _next_talk(running)
    joined.cancelled += [
        standing.key
        for standing in running.open
        if standing.slot.step == Step.FOLLOW_UP
        and not standing.slot.asked_when
        and (kept is None or standing.key != kept.key)
    ]
    joined.added += later
