"""Every change of a setting, dated: what the works council may look back at."""

from typing import Self

import pgtrigger
from django.db import models
from django.utils.translation import gettext_lazy as _

from people.models.team import Team
from people.models.user import User


class SettingChangeQuerySet(models.QuerySet["SettingChange"]):
    def visible_to(self, user: User) -> Self:
        """Who watches over the settings: the works council, HR and administrators."""
        return self.all() if user.is_council or user.is_hr or user.is_admin else self.none()


class SettingChange(models.Model):
    """One setting that became something else; rows are only added."""

    class Area(models.TextChoices):
        ORGANISATION = "organisation", _("Organisation")
        REMEDIES = "remedies", _("Remedies")
        CARE = "care", _("Care")
        HELP = "help", _("Calls for help")
        COURSES = "courses", _("Courses")
        WORDS = "words", _("Words")

    at = models.DateTimeField()
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    area = models.CharField(max_length=12, choices=Area)
    # The setting within its area, and for which team when it does not hold for everybody.
    name = models.CharField(max_length=60)
    team = models.ForeignKey(Team, models.PROTECT, null=True, related_name="+")
    # None: it was not set.
    old = models.JSONField(null=True)
    new = models.JSONField(null=True)

    objects = SettingChangeQuerySet.as_manager()

    class Meta:
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["-at"], name="setting_change_newest")]
        triggers = [
            pgtrigger.Protect(
                name="setting_change_append_only", operation=pgtrigger.Update | pgtrigger.Delete
            )
        ]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d} {self.name}"
