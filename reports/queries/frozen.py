"""What was published before, as later reports need it."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from reports.models import MonthlyReport


def frozen_reports(months: Iterable[dt.date]) -> dict[dt.date, dict[str, Any]]:
    """Give what was published of some months: their tables, and the quarters that end in them."""
    names = ("month", "channels", "teams", "sites", "quarter")
    found = MonthlyReport.objects.filter(month__in=list(months)).order_by("month")
    rows = found.values_list("month", *(f"figures__{name}" for name in names))
    return {
        month: {name: value for name, value in zip(names, values, strict=True) if value is not None}
        for month, *values in rows
    }


def frozen_quarter(last: dt.date) -> dict[str, Any]:
    """Give the quarter that ends with a month as it was published; empty when it was not."""
    quarter: dict[str, Any] = frozen_reports([last]).get(last, {}).get("quarter", {})
    return quarter
