"""Every number in a frozen report: attacked, drawn from one that is, or judged harmless.

A figure that is frozen anew is named nowhere here, and the test of it fails until it is.
"""

import re
from collections.abc import Iterator
from typing import Any

# Stated to the attack as they are.
ATTACKED = (
    "month.reports",
    r"(quarter\.|year\.)?(reports|serious)|month\.serious",
    r"((month|quarter|year)\.)?(products|channels|teams|sites)\[\]\.reports",
    r"(quarter\.)?heat\.rows\[\]\[\]\.reports",
    r"(quarter\.)?made_good\.endings\.outcomes\[\]\.reports",
    r"(quarter\.|year\.)?causes\[\]\.(of|others|named\[\]\.reports)",
    r"month\.kept\.(tenths|due|of)",
    r"promises\.\w+\.(tenths|of)",
)
# Worked out from what was frozen and shown, this month's and earlier ones.
FROM_SHOWN = (
    r"(series\[\]|year_ago)\.(reports|people|serious|contacts|rate)",
    r"(quarter\.|year\.|promises\.)?triggers\[\]\.reports",
    r"lines\[\]\.(reports|usual|values\[\])",
    r"lines\[\]\.spark\..*",
    r"usual\[\]",
    r"(quarter\.)?standing\[\]\.(reports|times)",
    r"(findings|watched)\[\]\.(reports|expected|times|low|high)",
    r"(findings|watched)\[\]\.mark\..*",
    r"(quarter\.)?heat\.rows\[\]\[\]\.depth",
    r"teams\[\]\.bar",
    # By the counts of the same team or place that earlier months showed.
    r"(teams|sites)\[\]\.usual\[\]",
    r"funnel\.(of|mean|points\[\]\.(reports|contacts|rate|side)|charts\..*)",
)
# People in the whole organisation; contacts; numbers and names of lists; the rules themselves.
HARMLESS = (
    r"(month|quarter|year)\.(people|contacts)",
    r".*\[\]\.(id|ids\[\]|number|joined|name|above|such_as|teams\[\])",
    r"(findings|watched)\[\]\.(words|months)",
    # That the scan rang, and how many customers' cards are how far: no reports and no people.
    r"sudden\[\]\.(id|name)",
    r"followed\[\]\.(state|cards)",
    r".*triggers\[\]\.(trigger|product)",
    r"(quarter\.)?standing\[\]\.(kind|weekday|start|end|trigger|product|number)",
    r".*causes\[\]\.named\[\]\.trigger",
    r"(quarter\.)?heat\.(width|months|bands\[\]\[\])",
    r".*\b(first|last|month|day|quarter|spark_from|line_months\[\])",
    r"month\.flagged\[\]",
    # That over a tenth of a product's reports is of teams without contacts; not how many.
    r"month\.uncovered\[\]",
    r"hidden\.(teams|products|hours)",
    r"smallest|compared|expected_false|basis|compared_with_usual|people_compared",
    r"gaps\[\]\.(name|months)",
)
# In steps of five from enough people, of amounts of fifty, or exact from enough people with no
# parts told beside it: each has a test of its own.
ROUNDED = (
    r"month\.small_things",
    r"(quarter\.)?made_good\.endings\.(behaviours|relations|complaints)\[\]\.reports",
    r"(quarter\.)?made_good\.(products\[\]\.cost|teams\[\]\.tenths|own_idea)",
    r"(quarter\.)?customers\.(flagged|usual|more|signals\[\]\.customers)",
    r"(quarter\.)?customers\.named\[\]\.(reports|mark\..*)",
    r"promises\.(care_late|measures_late|help_seconds)",
    r"units\.(units|above)\[\]\.figures\..*",
    r"training\.late\[\]\.(course|hidden|teams\[\]\.late)",
    r"training\.effects\[\]\.\w+",
    r"training\.wishes\[\]\.(topic|people)",
    r"training\.played\[\]\.(scenario|people)",
)
# Kept with the figures and told to nobody: tests/reports/test_behind.py.
UNTOLD = (r"behind\.(month|quarter|year)\.\w+\[\]\.(of(\[\])?|people)",)
KNOWN = re.compile(
    "|".join(f"(?:{path})" for path in (*ATTACKED, *FROM_SHOWN, *HARMLESS, *ROUNDED, *UNTOLD))
)


def unknown(figures: dict[str, Any]) -> set[str]:
    """Name what is frozen and nobody judged; pictures are drawn from the series."""
    told = {name: value for name, value in figures.items() if name != "charts"}
    return {path for path in _paths(told, "") if not KNOWN.fullmatch(path)}


def _paths(value: object, path: str) -> Iterator[str]:
    if isinstance(value, dict):
        for key, below in value.items():
            yield from _paths(below, f"{path}.{key}" if path else key)
    elif isinstance(value, list):
        for below in value:
            yield from _paths(below, f"{path}[]")
    elif value is not None and not isinstance(value, bool):
        yield path
