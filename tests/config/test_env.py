import os
import subprocess
import sys
from pathlib import Path

import pytest

from config import env

BASE_DIR = Path(__file__).resolve().parent.parent.parent


def test_postgres_reads_every_part_of_an_address() -> None:
    entry = env.postgres("postgres://me:p%40ss@db.example:5433/luwte?sslmode=require")
    assert entry["NAME"] == "luwte"
    assert entry["PASSWORD"] == "p@ss"
    assert (entry["HOST"], entry["PORT"]) == ("db.example", "5433")
    assert entry["OPTIONS"] == {"sslmode": "require"}


def test_postgres_refuses_another_database() -> None:
    with pytest.raises(env.SettingMissing):
        env.postgres("sqlite:///x")


def test_number_names_the_variable_it_cannot_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PORT", "eight")
    with pytest.raises(env.SettingMissing, match="PORT"):
        env.number("PORT", 8000)


def test_load_takes_lines_and_leaves_what_is_set(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LUWTE_SET", "kept")
    monkeypatch.delenv("LUWTE_NEW", raising=False)
    file = tmp_path / ".env"
    file.write_text('# LUWTE_OFF=1\nLUWTE_SET=lost\nLUWTE_NEW="a value"\n\n', encoding="utf-8")
    env.load(file)
    assert env.text("LUWTE_SET") == "kept"
    assert env.text("LUWTE_NEW") == "a value"
    assert "LUWTE_OFF" not in os.environ
    monkeypatch.delenv("LUWTE_NEW")


@pytest.mark.parametrize("missing", ["SECRET_KEY", "SEALING_KEY", "REFLECTION_KEYS"])
def test_production_without_a_key_refuses_to_start(missing: str) -> None:
    keys = ("SECRET_KEY", "SEALING_KEY", "REFLECTION_KEYS")
    given = {key: f"{key} " * 5 for key in keys if key != missing} | {missing: ""}
    done = subprocess.run(
        [sys.executable, "manage.py", "check"],
        cwd=BASE_DIR,
        env=os.environ | {"DATABASE_URL": "postgres://luwte@127.0.0.1:1/luwte"} | given,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode != 0
    assert f"{missing} is missing" in done.stderr
    assert "Traceback" not in done.stderr
