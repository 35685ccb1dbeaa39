"""A process that sweeps until it is killed: `python -m tests.drills.sweeper`.

A lease of a second instead of a minute lets the drill see what becomes of a killed one's rows.
"""

import datetime as dt
import time

import django


def main() -> None:
    django.setup()
    from people.queries import database_now  # noqa: PLC0415 - needs the settings
    from wellbeing.operations import sweep, sweep_care  # noqa: PLC0415 - needs the settings

    sweep.LEASE = dt.timedelta(seconds=1)
    while True:
        sweep_care(now=database_now())
        time.sleep(0.2)


if __name__ == "__main__":
    main()
