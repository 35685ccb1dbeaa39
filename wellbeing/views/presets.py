"""Where administrators set how far apart check-ins lie, for the organisation or for a team."""

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from people.errors import RuleBroken
from people.http import UserRequest, form_page, posted, requires
from people.ids import uuid_of
from people.models import SettingChange, Team
from people.queries import database_now
from wellbeing.codes import Preset
from wellbeing.forms.presets import PresetForm
from wellbeing.operations.presets import reset_preset, set_preset
from wellbeing.permissions import may_set_presets
from wellbeing.presets import EDITABLE, Timings
from wellbeing.queries.preset_words import NAMES, WHEN, lines_of, setting_words
from wellbeing.queries.presets import Held, held_by, slots_shown, teams_of_their_own
from wellbeing.views.common import page_of, query_without_page

PAGE = "wellbeing/preset.html"
CHANGES_PER_PAGE = 20
SHOW, SAVE = "show", "save"


@require_safe
@requires(may_set_presets)
def presets(request: UserRequest) -> HttpResponse:
    """Show what holds for a unit and where it comes from, and what was changed when."""
    team, user = _team(request), request.user
    changes = SettingChange.objects.visible_to(user).filter(area=SettingChange.Area.CARE)
    changes = changes.select_related("team", "by")
    page = page_of(request, changes.filter(team=team) if team else changes, CHANGES_PER_PAGE)
    shown = {
        "cards": [_card(held) for held in held_by(team)],
        "teams": Team.objects.visible_to(user).active(),
        "own": teams_of_their_own(user),
        "page": page,
        "changes": [(row, setting_words(row.name, row.old, row.new)) for row in page],
        "query": query_without_page(request),
    }
    return render(request, "wellbeing/presets.html", {**_about(team), **shown})


@require_http_methods(["GET", "HEAD", "POST"])
@requires(may_set_presets)
def preset(request: UserRequest, preset: str) -> HttpResponse:
    """Set the steps of one preset: first it is shown what they lead to, then they are saved."""
    held, team = _held(request, preset)
    form = PresetForm(posted(request), preset=held.preset, timings=held.timings)
    shown = {**_about(team), **_card(held), "can_reset": held.is_own}
    if form.is_valid():
        if request.POST.get("do") == SAVE and _saved(request, form, held.preset, team):
            return redirect(f"{reverse('wellbeing:presets')}{_about(team)['unit']}")
        shown |= {
            "slots": _slots(request, held.preset, form.to_timings(), team),
            "typed": {name: request.POST[name] for name in form.fields if name in request.POST},
        }
    return form_page(request, PAGE, form, shown)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(may_set_presets)
def preset_defaults(request: UserRequest, preset: str) -> HttpResponse:
    """Let a unit follow again what stands above it, after a question."""
    held, team = _held(request, preset)
    about = _about(team)
    if request.method != "POST":
        return render(request, "wellbeing/preset_defaults.html", {**about, **_card(held)})
    reset_preset(actor=request.user, team=team, preset=held.preset, now=database_now())
    messages.success(request, _("Done. It holds for care that begins from now on."))
    return redirect(f"{reverse('wellbeing:presets')}{about['unit']}")


def _team(request: UserRequest) -> Team | None:
    """Return the team of the address; none stands for the whole organisation."""
    key = request.GET.get("team", "")
    if not key:
        return None
    teams = Team.objects.visible_to(request.user).active()
    return get_object_or_404(teams, public_id=uuid_of(key))


def _held(request: UserRequest, name: str) -> tuple[Held, Team | None]:
    team = _team(request)
    if name not in EDITABLE:
        raise Http404
    return held_by(team)[EDITABLE.index(Preset(name))], team


def _about(team: Team | None) -> dict[str, Any]:
    key = str(team.public_id) if team else ""
    return {"team": team, "unit": f"?{urlencode({'team': key})}" if key else ""}


def _card(held: Held) -> dict[str, Any]:
    """Return a preset as the pages show it."""
    return {
        "held": held,
        "name": NAMES[held.preset],
        "when": WHEN[held.preset],
        "lines": lines_of(held.preset, held.timings),
    }


def _slots(request: UserRequest, preset: Preset, timings: Timings, team: Team | None) -> list[Any]:
    return slots_shown(request.user, team, preset, timings, database_now())


def _saved(request: UserRequest, form: PresetForm, preset: Preset, team: Team | None) -> bool:
    try:
        set_preset(
            actor=request.user,
            team=team,
            preset=preset,
            timings=form.to_timings(),
            now=database_now(),
        )
    except RuleBroken as error:
        error.show_in(form)
        return False
    messages.success(request, _("Saved. It holds for care that begins from now on."))
    return True
