"""How much a report took out of somebody at work, as they say themself."""

import datetime as dt
from typing import Self

from django.db import models
from django.db.models import Q

from incidents.models import Incident, ReadingConsent
from people.models import User
from wellbeing.codes import Impact
from wellbeing.models.care import CheckIn


class CareImpactQuerySet(models.QuerySet["CareImpact"]):
    def visible_to(self, user: User) -> Self:
        """The person, and who holds an open check-in of the care of this report and may read it."""
        held = CheckIn.objects.open().owned_by(user).values("series__reports__incident")
        withheld = ReadingConsent.objects.withheld_from(user).values("incident")
        return self.filter(Q(person=user) | (Q(incident__in=held) & ~Q(incident__in=withheld)))

    def since(self, moment: dt.datetime) -> Self:
        return self.filter(incident__occurred_at__gte=moment)


class CareImpact(models.Model):
    """The answer to one work question. It lives as long as the care of the report, no longer.

    In a table of its own: no list, figure, export or API reads it.
    """

    incident = models.OneToOneField(Incident, models.PROTECT, related_name="+")
    person = models.ForeignKey(User, models.PROTECT, related_name="+")
    value = models.PositiveSmallIntegerField(choices=[(i.value, i.name) for i in Impact])
    at = models.DateTimeField()

    objects = CareImpactQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(value__lte=4), name="impact_within_scale")
        ]

    def __str__(self) -> str:
        return f"{self.pk}"
