"""A small company as files, with one product, one customer and one team that stand out."""

import csv
import gzip
from datetime import date, timedelta
from pathlib import Path

import numpy as np

FIRST = date(2025, 1, 6)
WEEKS, PRODUCTS, TEAMS, CUSTOMERS = 52, 40, 12, 120
LOUD_PRODUCT, LOUD_CUSTOMER, QUIET_TEAM = 3, 7, 5
SINCE = 30
WEEKLY, QUARTERLY = "week_start,product,team,contacts", "customer,quarter,contacts"

Rows = list[list[object]]


def incidents(seed: int = 1, *, reporters: int = 4) -> Rows:
    """Draw the reports: product 3 rises in week 30, customer 7 is in one of 20, team 5 is quiet."""
    rng = np.random.default_rng(seed)
    rows: Rows = []
    for week in range(WEEKS):
        for product in range(PRODUCTS):
            is_loud = product == LOUD_PRODUCT and week >= SINCE
            for _ in range(int(rng.poisson(3.0 if is_loud else 0.7))):
                team = int(rng.integers(TEAMS))
                if team == QUIET_TEAM and rng.random() < 0.9:
                    continue
                customer = int(rng.integers(CUSTOMERS)) if rng.random() > 0.05 else LOUD_CUSTOMER
                day = FIRST + timedelta(days=7 * week + int(rng.integers(7)))
                who = 0 if customer == LOUD_CUSTOMER else int(rng.integers(4))
                who = int(rng.integers(reporters)) if customer == LOUD_CUSTOMER else who
                rows.append([day, f"P{product:02}", f"T{team:02}", f"C{customer:03}", 2, f"R{who}"])
    return rows


def contacts() -> Rows:
    return [
        [FIRST + timedelta(days=7 * week), f"P{product:02}", f"T{team:02}", 8]
        for week in range(WEEKS)
        for product in range(PRODUCTS)
        for team in range(TEAMS)
    ]


def customer_contacts() -> Rows:
    return [
        [f"C{customer:03}", quarter, 40] for customer in range(CUSTOMERS) for quarter in range(4)
    ]


def written(path: Path, heading: str, rows: Rows) -> Path:
    """Write a file; gzipped when it is called so."""
    opener = gzip.open if path.suffix == ".gz" else open
    with opener(path, "wt", newline="", encoding="utf-8") as stream:
        writer = csv.writer(stream)
        writer.writerow(heading.split(","))
        writer.writerows(rows)
    return path


def files_in(folder: Path, rows: Rows | None = None, *, with_reporter: bool = True) -> list[str]:
    """Write the three files and give the words of the command."""
    reports = incidents() if rows is None else rows
    heading = "date,product,team,customer,severity"
    heading, reports = (
        (f"{heading},reporter", reports)
        if with_reporter
        else (heading, [row[:5] for row in reports])
    )
    places = {
        "incidents": written(folder / "incidents.csv", heading, reports),
        "contacts": written(folder / "contacts.csv.gz", WEEKLY, contacts()),
        "customer-contacts": written(folder / "customers.csv", QUARTERLY, customer_contacts()),
    }
    return [*(f"--{name}={path}" for name, path in places.items()), "--json"]
