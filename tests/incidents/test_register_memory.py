"""A register of any length is read in the same small space."""

import tracemalloc
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from incidents.register.rows import Entry
from incidents.register.survey import read_entries, survey

NOW = datetime(2026, 11, 18, 13, 5, tzinfo=UTC)
WORDS = "Bleef bellen.\nVijf keer op een middag. " * 5


def peak_of(path: Path, rows: int) -> int:
    """Write a file of so many rows, read it, and return the most bytes in use meanwhile."""
    with path.open("w", encoding="cp1252", newline="") as stream:
        stream.write("Datum;Tijd;Team;Gemeld door;Gedrag;Omschrijving\r\n")
        for n in range(rows):
            stream.write(f'06-01-2026;{n % 24}:00;Café;p{n % 50};schelden;"{n} {WORDS}"\r\n')
    tracemalloc.start()
    entries = read_entries(survey(path, {}), zone=ZoneInfo("Europe/Amsterdam"), now=NOW)
    good = sum(isinstance(entry, Entry) for entry in entries)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert good == rows
    return peak


def test_register_of_any_length_takes_the_same_space(tmp_path: Path) -> None:
    path = tmp_path / "register.csv"
    peak_of(path, 500)  # fills the caches of words and dates
    short, long = peak_of(path, 500), peak_of(path, 10_000)
    assert long < short + 500_000
    assert path.stat().st_size > 2_000_000
