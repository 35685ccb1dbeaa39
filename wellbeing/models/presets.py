"""The steps of care that a unit has set itself."""

from typing import Self

from django.db import models

from people.models import Team, User
from wellbeing.codes import Preset
from wellbeing.presets import EDITABLE, Timings, restored


class UnitPresetQuerySet(models.QuerySet["UnitPreset"]):
    def visible_to(self, user: User) -> Self:
        """Administrators set them; others meet what they lead to."""
        return self.all() if user.is_admin else self.none()

    def of(self, team: Team | None, preset: Preset) -> Self:
        return self.filter(team=team, preset=preset)


class UnitPreset(models.Model):
    """One preset as a unit has set it, in place of what it would inherit.

    Without a team it is that of the whole organisation. `steps` is what `presets.stored` makes.
    """

    team = models.ForeignKey(Team, models.PROTECT, null=True, related_name="+")
    preset = models.CharField(max_length=8, choices=[(p.value, p.value) for p in EDITABLE])
    steps = models.JSONField()

    objects = UnitPresetQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["team", "preset"], nulls_distinct=False, name="unit_preset_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.team_id} {self.preset}"

    @property
    def timings(self) -> Timings:
        return restored(Preset(self.preset), self.steps)
