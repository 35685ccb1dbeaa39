"""What can be asked about care; one module per page or question."""

from wellbeing.queries.agenda import Today, coming_up, today_of
from wellbeing.queries.care import (
    Care,
    KeptShare,
    LateCount,
    care_of,
    hr_late_count,
    kept_share,
)

__all__ = [
    "Care",
    "KeptShare",
    "LateCount",
    "Today",
    "care_of",
    "coming_up",
    "hr_late_count",
    "kept_share",
    "today_of",
]
