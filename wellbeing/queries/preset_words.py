"""The presets in words: what a step is called, when it is, and what a change of it was."""

from dataclasses import dataclass, replace

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy

from wellbeing.codes import Preset, Step
from wellbeing.presets import Timing, Timings, restored

NAMES: "dict[Preset, str | Promise]" = {
    Preset.LIGHT: pgettext_lazy("care", "Light"),
    Preset.STANDARD: pgettext_lazy("care", "Standard"),
    Preset.SERIOUS: pgettext_lazy("care", "Serious"),
}
WHEN: "dict[Preset, str | Promise]" = {
    Preset.LIGHT: gettext_lazy("Over the line but only unpleasant, a wish, or many small things."),
    Preset.STANDARD: gettext_lazy("Over the line."),
    Preset.SERIOUS: gettext_lazy("A threat, damage or violence."),
}
STEPS: "dict[Step, str | Promise]" = {
    Step.TOUCH_BASE: gettext_lazy("A short “how are you?”"),
    Step.FIRST_CONTACT: gettext_lazy("First contact, before the shift ends"),
    Step.TALK: gettext_lazy("First talk"),
    Step.FOLLOW_UP: gettext_lazy("Next talk"),
}
OWN = "own"  # the name of the line that says whether a unit has steps of its own
THIRD = gettext_lazy("Talk after that")


@dataclass(frozen=True)
class Line:
    """One step in words: what it is called, how it was and how it is."""

    name: str
    now: str
    before: str = ""


def step_names(preset: Preset) -> list[str]:
    """Return what the steps of a preset are called, in their order."""
    found: list[str] = []
    for one in restored(preset, ()):
        name = str(STEPS[one.step])
        found.append(str(THIRD) if name in found else name)
    return found


def words_of(timing: Timing) -> str:
    """Say when a step is due and until when it can be moved."""
    if not timing.is_on:
        return _("not planned")
    after = _after(timing)
    if timing.after == timing.latest:
        return after
    latest = _latest(timing)
    return _("%(after)s, at the latest after %(latest)s") % {"after": after, "latest": latest}


def _after(timing: Timing) -> str:
    n = {"n": timing.after}
    if timing.step == Step.TOUCH_BASE:
        return ngettext("within %(n)s working day", "within %(n)s working days", timing.after) % n
    if timing.step == Step.FOLLOW_UP:
        return ngettext("after %(n)s day", "after %(n)s days", timing.after) % n
    return ngettext("within %(n)s hour", "within %(n)s hours", timing.after) % n


def _latest(timing: Timing) -> str:
    n = {"n": timing.latest}
    if timing.step in {Step.TOUCH_BASE, Step.FOLLOW_UP}:
        return ngettext("%(n)s day", "%(n)s days", timing.latest) % n
    return ngettext("%(n)s hour", "%(n)s hours", timing.latest) % n


def lines_of(preset: Preset, timings: Timings) -> list[Line]:
    names = step_names(preset)
    return [Line(name, words_of(one)) for name, one in zip(names, timings, strict=True)]


def setting_words(name: str, old: object, new: object) -> Line:
    """Return a line of the log of settings in words; see `operations.presets`."""
    preset, _dot, what = name.partition(".")
    told = {"preset": str(NAMES[Preset(preset)]), "step": ""}
    if what == OWN:
        return Line(_("%(preset)s: set for itself") % told, _yes(new), _yes(old))
    place, standing = int(what), restored(Preset(preset), ())
    told["step"] = step_names(Preset(preset))[place]
    before, now = (_kept_words(standing[place], row) for row in (old, new))
    return Line(f"{told['preset']}: {told['step']}", now, before)


def _yes(value: object) -> str:
    return _("yes") if value else _("no")


def _kept_words(timing: Timing, row: object) -> str:
    after, latest, is_on = row if isinstance(row, list) else (timing.after, timing.latest, True)
    return words_of(replace(timing, after=after, latest=latest, is_on=is_on))
