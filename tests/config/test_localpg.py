import os
import shutil
import signal
import stat
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from config.localpg import local_dir, local_secret, places
from config.localpg.binaries import programs
from config.localpg.server import NAME, Server
from tests.drills.parts import BASE_DIR, environment, until

USER = """
import sys
from config.localpg import server
server("dev").ensure()
print("connected", flush=True)
sys.stdin.read()
"""


@pytest.fixture
def folder(monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder that any account can enter, as a checkout's usually is."""
    made = Path(tempfile.mkdtemp(prefix="luwte-pg-"))
    made.chmod(0o755)
    monkeypatch.setenv("LOCAL_DIR", str(made))
    yield made
    shutil.rmtree(made, ignore_errors=True)


def user_of_server(folder: Path) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", USER],
        cwd=BASE_DIR,
        env=environment(folder),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


def is_connected(process: subprocess.Popen[str]) -> bool:
    return process.stdout is not None and process.stdout.readline() == "connected\n"


def leave(process: subprocess.Popen[str]) -> None:
    process.communicate(timeout=60)


def test_local_secret_is_made_once_and_for_the_owner_alone(folder: Path) -> None:
    first = local_secret("key")
    assert local_secret("key") == first
    assert len(first) >= 50
    path = local_dir() / "secrets" / "key"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert [found.name for found in path.parent.iterdir()] == ["key"]


def test_local_secret_is_one_for_processes_that_ask_at_once(folder: Path) -> None:
    code = "from config.localpg import local_secret; print(local_secret('key'))"
    asking = [
        subprocess.Popen(
            [sys.executable, "-c", code],
            cwd=BASE_DIR,
            env=environment(folder),
            stdout=subprocess.PIPE,
            text=True,
        )
        for _ in range(4)
    ]
    assert len({process.communicate()[0] for process in asking}) == 1


def test_socket_of_a_long_path_is_short(tmp_path: Path) -> None:
    deep = tmp_path / ("d" * 120) / "postgres-dev"
    assert len(str(places.socket_dir(deep))) < 90
    assert places.socket_dir(deep) == places.socket_dir(deep)
    assert places.socket_dir(deep) != places.socket_dir(deep.with_name("postgres-test"))


def test_programs_of_the_wheel_are_found() -> None:
    assert (programs() / "initdb").exists()


@pytest.mark.drill
def test_six_processes_share_a_server_that_ends_with_the_last(folder: Path) -> None:
    users = [user_of_server(folder) for _ in range(6)]
    assert all(is_connected(user) for user in users)
    own = Server("dev")
    assert own.is_running()
    users[0].send_signal(signal.SIGKILL)  # a killed user must not keep it alive
    for user in users[:5]:
        leave(user)
    assert own.is_running()
    leave(users[5])
    assert until(lambda: not own.is_running(), 20)


@pytest.mark.drill
def test_killed_server_comes_back_with_what_was_stored(folder: Path) -> None:
    own = Server("dev")
    own.ensure()
    try:
        where = f"host={own.socket_dir} user={NAME} dbname={NAME}"
        with psycopg.connect(where) as connection:
            connection.execute("CREATE TABLE told AS SELECT 7 AS n")
        os.kill(int((own.data / "postmaster.pid").read_text().split()[0]), signal.SIGKILL)
        own.ensure(again=True)
        with psycopg.connect(where) as connection:
            assert connection.execute("SELECT n FROM told").fetchone() == (7,)
    finally:
        own.release()
    assert not own.is_running()


@pytest.mark.drill
def test_half_made_data_is_made_anew(folder: Path) -> None:
    half = folder / "postgres-dev" / "data.new"
    half.mkdir(parents=True)
    (half / "PG_VERSION").write_text("18", encoding="ascii")
    own = Server("dev")
    own.ensure()
    own.release()
    assert (own.data / "postgresql.conf").exists()


@pytest.mark.drill
def test_number_of_a_dead_server_that_lives_again_is_no_hindrance(folder: Path) -> None:
    own = Server("dev")
    own.ensure()
    own.release()
    (own.data / "postmaster.pid").write_text(f"{os.getpid()}\n{own.data}\n", encoding="ascii")
    own.ensure()
    try:
        assert own.is_running()
    finally:
        own.release()


@pytest.mark.drill
@pytest.mark.skipif(os.geteuid() != 0, reason="only root has folders that its server cannot enter")
def test_root_changes_no_modes_where_its_server_cannot_go(folder: Path) -> None:
    closed = folder / "closed"
    closed.mkdir(mode=0o700)
    inside = closed / "checkout"
    user = user_of_server(inside)
    assert is_connected(user)
    outside = places.SHARED_HOME / places.short_hash(inside)
    try:
        assert stat.S_IMODE(closed.stat().st_mode) == 0o700
        assert (outside / "postgres-dev" / "data").stat().st_uid != 0
    finally:
        leave(user)
        shutil.rmtree(outside)
