"""Who may lead or be led by somebody else from a day on: read once by what has to follow."""

from django.db import models
from django.db.models import Q

from people.models.team import Team
from people.models.user import User


class LineChange(models.Model):
    """A person or a team whose line may be another one from this day on.

    Written by the database when places, absences, roles, access or the tree of teams change;
    deleted by who has followed it. It says that something may have changed, never what.
    """

    user = models.ForeignKey(
        User, models.CASCADE, null=True, related_name="+", db_constraint=False, db_index=False
    )
    team = models.ForeignKey(
        Team, models.CASCADE, null=True, related_name="+", db_constraint=False, db_index=False
    )
    on_day = models.DateField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(user__isnull=False) | Q(team__isnull=False),
                name="line_change_of_somebody",
            )
        ]
        indexes = [models.Index(fields=["on_day", "id"], name="line_change_due")]

    def __str__(self) -> str:
        return f"{self.user_id or self.team_id} {self.on_day}"
