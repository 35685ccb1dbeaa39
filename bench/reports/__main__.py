"""Roll-ups beside DuckDB and the ORM: python -m bench.reports --rows 1m --seed 1

Makes so many reports in a database of its own that is thrown away, checks that all give the same
answers, then asks them turn by turn. Prints what passed and what it took of the processors, the
ratios, and the goals; exits with 1 when answers differ or a goal is missed. Linux only.
"""

import os
import shutil
import sys
import tempfile
import time
from argparse import ArgumentParser
from atexit import register
from pathlib import Path

import django

FOLDER = Path(tempfile.mkdtemp(prefix="luwte-bench-"))
FOLDER.chmod(0o755)
# Before the server is asked for: what is registered first is done last.
register(shutil.rmtree, FOLDER, ignore_errors=True)
os.environ.pop("DATABASE_URL", None)
os.environ |= {"LOCAL_DIR": str(FOLDER / "local"), "DJANGO_SETTINGS_MODULE": "config.settings"}
django.setup()

from bench.reports.run import Bench, prepare  # noqa: E402 - models need the set-up above

ROWS = {"10k": 10_000, "100k": 100_000, "1m": 1_000_000, "10m": 10_000_000}
SMALL = ROWS["100k"]


def main() -> int:
    """Measure, print, judge."""
    words = ArgumentParser(description=__doc__)
    words.add_argument("--rows", choices=list(ROWS), default="100k")
    words.add_argument("--seed", type=int, default=1)
    asked = words.parse_args()
    rows, begin = ROWS[asked.rows], time.monotonic()
    prepare()
    small = None
    if rows > SMALL:
        small = Bench(SMALL, asked.seed, FOLDER).alone()
    verdict = Bench(rows, asked.seed, FOLDER).whole(small)
    load = " ".join(f"{value:.1f}" for value in os.getloadavg())
    took = time.monotonic() - begin
    print(f"\n{rows:,} reports, seed {asked.seed}, {took:.0f} s, load average {load}")  # noqa: T201
    print("FAIL" if verdict.is_missed else "PASS")  # noqa: T201
    return int(verdict.is_missed)


if __name__ == "__main__":
    sys.exit(main())
