"""The database notes which figures a report changed: its day, and the customer it is held against.

Triggers and not operations: a customer that is merged, rows changed in bulk or by hand are noted
as well, and no operation sends a statement more.
"""

import pgtrigger
from django.db import models

from incidents.models.customer import Customer


class ReportChange(models.Model):
    """A day whose figures may be others now.

    Written by the database in the transaction that enters, changes or removes a report; deleted by
    who has counted anew. It says that something may have changed, never what or by whom. Two
    changes are two rows: with one row for both, somebody who still waits to commit would hold up
    everybody else, or be overlooked.
    """

    occurred_on = models.DateField()
    customer = models.ForeignKey(
        Customer, models.CASCADE, null=True, related_name="+", db_constraint=False, db_index=False
    )

    def __str__(self) -> str:
        return f"{self.occurred_on}"


# What figures are made of; the rest of a report may change without counting anything anew.
COUNTED_BY = (
    "occurred_on",
    "local_hour",
    "team",
    "product",
    "channel",
    "behaviours",
    "severity",
    "customer",
    "confirmed_at",
    "set_aside_at",
)
_INTO = "INSERT INTO incidents_reportchange (occurred_on, customer_id) VALUES"
_NEW = f"{_INTO} (NEW.occurred_on, NEW.customer_id);"
_OLD = f"{_INTO} (OLD.occurred_on, OLD.customer_id);"
_MOVED = "(OLD.occurred_on, OLD.customer_id) IS DISTINCT FROM (NEW.occurred_on, NEW.customer_id)"

FIGURES_NOTED = (
    pgtrigger.Trigger(
        name="figures_new",
        when=pgtrigger.After,
        operation=pgtrigger.Insert,
        condition=pgtrigger.Q(new__confirmed_at__isnull=False),
        func=f"{_NEW} RETURN NULL;",
    ),
    pgtrigger.Trigger(
        name="figures_changed",
        when=pgtrigger.After,
        operation=pgtrigger.Update,
        condition=pgtrigger.AnyChange(*COUNTED_BY),
        func=f"IF {_MOVED} THEN {_OLD} END IF; {_NEW} RETURN NULL;",
    ),
    pgtrigger.Trigger(
        name="figures_gone",
        when=pgtrigger.After,
        operation=pgtrigger.Delete,
        condition=pgtrigger.Q(old__confirmed_at__isnull=False),
        func=f"{_OLD} RETURN NULL;",
    ),
)
