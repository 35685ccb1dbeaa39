"""Public holidays of a country and its regions, and which countries and regions there are.

The tables come from the `holidays` package. A country it does not know, or a year past its
tables, has no holidays here: then only closing days count.
"""

import datetime as dt
from functools import lru_cache

import holidays


@lru_cache(maxsize=512)
def public_holidays(country: str, region: str, year: int) -> frozenset[dt.date]:
    """Return the public holidays of one year; an unknown region has those of its country."""
    try:
        found = holidays.country_holidays(country, subdiv=region or None, years=year)
    except NotImplementedError:
        return public_holidays(country, "", year) if region else frozenset()
    return frozenset(day for day in found if day.year == year)


def holidays_between(
    country: str, region: str, first: dt.date, last: dt.date
) -> frozenset[dt.date]:
    """Return the public holidays of every year that has a day from the first to the last."""
    if not country:
        return frozenset()
    years = range(first.year, last.year + 1)
    return frozenset().union(*(public_holidays(country, region, year) for year in years))


@lru_cache(maxsize=64)
def regions_of(country: str) -> tuple[tuple[str, str], ...]:
    """Return the regions of a country, code and name; empty when it has none."""
    try:
        known = holidays.country_holidays(country)
    except NotImplementedError:
        return ()
    names = {code: name for name, code in getattr(known, "subdivisions_aliases", {}).items()}
    return tuple((code, names.get(code, code)) for code in known.subdivisions)
