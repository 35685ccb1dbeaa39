"""After a SIGKILL of any part the next start is well, and nothing that was stored is lost."""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import psycopg
import pytest

from tests.drills.parts import BASE_DIR, House, environment, free_port, processes_of, until

pytestmark = [
    pytest.mark.drill,
    pytest.mark.skipif(not Path("/proc/self/environ").exists(), reason="looks into /proc"),
]


@pytest.fixture(scope="module")
def house() -> Iterator[House]:
    """One house for all tests here: each leaves it running for the next."""
    folder = Path(tempfile.mkdtemp(prefix="luwte-drill-"))
    folder.chmod(0o755)
    house = House(folder)
    yield house
    if house.is_up():
        house.end()
    for pid in processes_of(folder):
        os.kill(pid, signal.SIGKILL)
    shutil.rmtree(folder, ignore_errors=True)


def database(house: House) -> psycopg.Connection[tuple[int]]:
    socket_dir = str(house.folder / "postgres-dev" / "socket")
    return psycopg.connect(host=socket_dir, user="luwte", dbname="luwte", autocommit=True)


def note(house: House) -> int:
    """Store one more row as a report would be, and return how many there are."""
    with database(house) as connection:
        connection.execute("CREATE TABLE IF NOT EXISTS drill (n serial)")
        connection.execute("INSERT INTO drill DEFAULT VALUES")
        return count(connection)


def count(connection: psycopg.Connection[tuple[int]]) -> int:
    row = connection.execute("SELECT count(*) FROM drill").fetchone()
    assert row is not None
    return row[0]


def web(house: House) -> list[int]:
    return house.children(house.keeper("web"))


def keeper_of_web(house: House) -> list[int]:
    return [house.keeper("web")]


def worker(house: House) -> list[int]:
    return house.children(house.keeper("worker"))


def up(house: House) -> list[int]:
    assert house.up is not None
    return [house.up.pid]


def postmaster(house: House) -> list[int]:
    return [house.postmaster()]


def up_and_keepers(house: House) -> list[int]:
    return [*up(house), house.keeper("web"), house.keeper("worker")]


def everything(house: House) -> list[int]:
    return processes_of(house.folder)


VICTIMS = [web, keeper_of_web, worker, up, postmaster, up_and_keepers, everything]


@pytest.mark.parametrize("victims", VICTIMS)
def test_next_start_is_well_after_a_kill(
    house: House, victims: Callable[[House], list[int]]
) -> None:
    house.start_and_wait()
    stored = note(house)
    for pid in victims(house):
        with suppress(ProcessLookupError):  # it may follow the one killed before it
            os.kill(pid, signal.SIGKILL)
    if victims not in {worker, postmaster}:  # these two come back by themselves
        assert house.up is not None
        assert house.up.wait(40) != 0
    house.start_and_wait()
    with database(house) as connection:
        assert count(connection) == stored


def test_second_start_says_that_one_runs(house: House) -> None:
    house.start_and_wait()
    second = refused("--port", str(free_port()), folder=house.folder)
    assert "already runs" in second
    assert house.is_ready()


def test_busy_port_is_said_before_anything_starts(house: House) -> None:
    house.start_and_wait()
    with tempfile.TemporaryDirectory(prefix="luwte-drill-") as other:
        said = refused("--port", str(house.port), folder=Path(other))
        assert f"Port {house.port} cannot be used" in said
        assert not (Path(other) / "postgres-dev").exists()


def test_ctrl_c_stops_everything(house: House) -> None:
    house.start_and_wait()
    assert house.end() == 0
    assert until(lambda: processes_of(house.folder) == [], 10), processes_of(house.folder)


def refused(*options: str, folder: Path) -> str:
    done = subprocess.run(
        [sys.executable, "manage.py", "up", *options],
        cwd=BASE_DIR,
        env=environment(folder),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode != 0
    return done.stderr
