"""`manage.py find_patterns` on files: what it prints, what it refuses, what it never touches."""

import json
import os
import random
import subprocess
import sys
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.management import call_command

from tests.reports import small_files
from tests.reports.small_files import files_in, incidents, written

HEADING = "date,product,team,customer,severity"
KEYS = {
    "kind", "entity", "period", "observed", "expected", "times", "low", "high",
    "probability", "since", "sentence",
}  # fmt: skip


def run(*words: str) -> tuple[str, str]:
    said, told = StringIO(), StringIO()
    call_command("find_patterns", *words, stdout=said, stderr=told)
    return said.getvalue(), told.getvalue()


def refused(*words: str) -> tuple[str, str]:
    said, told = StringIO(), StringIO()
    with pytest.raises(SystemExit) as left:
        call_command("find_patterns", *words, stdout=said, stderr=told)
    assert left.value.code == 2
    return said.getvalue(), told.getvalue()


def answer(*words: str) -> dict[str, Any]:
    parsed: dict[str, Any] = json.loads(run(*words)[0])
    return parsed


def named(found: dict[str, Any], kind: str) -> list[dict[str, Any]]:
    return [row for row in found["findings"] if row["kind"] == kind]


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    return answer(*files_in(tmp_path_factory.mktemp("whole")))


def test_find_patterns_names_what_stands_out(whole: dict[str, Any]) -> None:
    assert whole["as_of"] == max(str(row[0]) for row in incidents())
    assert whole["basis"] == "contacts"
    assert set(whole["prior"]) == {"product", "team", "customer"}
    assert [row["entity"] for row in named(whole, "product")] == ["P03"]
    assert [row["entity"] for row in named(whole, "customer")] == ["C007"]
    assert [row["entity"] for row in named(whole, "customer_outlook")] == ["C007"]
    assert [row["entity"] for row in named(whole, "team_quiet")] == ["T05"]
    assert all(set(row) >= KEYS for row in whole["findings"])


def test_find_patterns_gives_period_numbers_and_sentence_of_a_product(
    whole: dict[str, Any],
) -> None:
    row = named(whole, "product")[0]
    seen = sum(1 for r in incidents() if r[1] == "P03" and str(r[0]) >= "2025-07-07")
    assert row["observed"] == seen
    assert row["period"] == {"from": "2025-07-07", "to": whole["as_of"]}
    assert 1.25 < row["low"] < row["times"] < row["high"]
    assert row["probability"] > 0.9
    assert "2025-07-14" <= row["since"] <= "2025-08-25"  # planted: 2025-08-04
    assert f"{seen} reports against" in row["sentence"]
    assert "2,496 contacts" in row["sentence"]


def test_find_patterns_says_what_to_expect_of_a_customer(whole: dict[str, Any]) -> None:
    row = named(whole, "customer_outlook")[0]
    assert row["reporters"] == 4
    assert row["observed"] > row["expected"]
    assert 0 < row["next_90_days"]["chance"] <= 1
    assert "by 4 colleagues" in row["sentence"]
    assert "in the next 90 days (chance of at least one:" in row["sentence"]


def test_one_reporter_alone_never_names_a_customer(tmp_path: Path) -> None:
    found = answer(*files_in(tmp_path, incidents(reporters=1)))
    assert named(found, "customer") == named(found, "customer_outlook") == []
    without = answer(*files_in(tmp_path, incidents(reporters=1), with_reporter=False))
    rows = named(without, "customer")
    assert [row["entity"] for row in rows] == ["C007"]
    assert rows[0]["reporters"] is None


def test_find_patterns_prints_the_same_bytes_for_rows_in_any_order(tmp_path: Path) -> None:
    rows = incidents()
    first = run(*files_in(tmp_path, rows))[0]
    random.Random(3).shuffle(rows)  # noqa: S311 - an order, not a secret
    assert run(*files_in(tmp_path, rows))[0] == first


def test_find_patterns_ends_its_windows_at_the_day_asked_for(tmp_path: Path) -> None:
    found = answer(*files_in(tmp_path), "--as-of=2025-07-27")
    assert found["as_of"] == "2025-07-27"
    assert named(found, "product") == []  # the rise begins on the 4th of August
    assert all(row["period"]["to"] <= "2025-07-27" for row in found["findings"])


def test_find_patterns_says_how_many_reports_no_contacts_reach(tmp_path: Path) -> None:
    words = files_in(tmp_path)
    early = [row for row in small_files.contacts() if str(row[0]) < "2025-11-10"]
    written(tmp_path / "contacts.csv.gz", small_files.WEEKLY, early)
    late = sum(str(row[0]) > "2025-11-09" for row in incidents())
    said, told = run(*words)
    assert f"{late} rows after 2025-11-09, the last whole week with contacts, do not count" in told
    ends = {row["period"]["to"] for row in json.loads(said)["findings"]}
    assert ends == {"2025-11-09"}
    midweek = run(*words, "--as-of=2025-07-30")[1]
    assert "rows after 2025-07-27, the last whole week with contacts, do not count" in midweek
    assert "do not count" not in run(*files_in(tmp_path))[1]


def test_find_patterns_rings_for_a_rise_of_now(tmp_path: Path) -> None:
    found = answer(*files_in(tmp_path), "--as-of=2025-08-24")
    alarm = named(found, "alarm")[0]
    assert alarm["entity"] == "P03"
    assert "2025-07-28" <= alarm["since"] <= "2025-08-11"
    assert alarm["sentence"].startswith("Rising ")
    assert "changes only" not in alarm["sentence"]
    assert 1 < alarm["low"] < alarm["times"] < alarm["high"]


def test_find_patterns_without_contacts_only_looks_for_changes(tmp_path: Path) -> None:
    words = files_in(tmp_path)
    written(tmp_path / "contacts.csv.gz", "week_start,product,team,contacts", [])
    found = answer(*words, "--as-of=2025-08-24")
    assert found["basis"] == "share"
    assert {row["kind"] for row in found["findings"]} == {"alarm"}
    assert all("changes only, as a share" in row["sentence"] for row in found["findings"])


def test_find_patterns_of_empty_files_finds_nothing(tmp_path: Path) -> None:
    words = files_in(tmp_path, [])
    assert answer(*words)["findings"] == []
    written(tmp_path / "contacts.csv.gz", "week_start,product,team,contacts", [])
    assert answer(*words) == {"as_of": None, "basis": "share", "prior": {}, "findings": []}


BAD = {
    "2025-02-30,P1,T1,C1,2": "date is no day of the calendar: '2025-02-30'",
    "0205-02-03,P1,T1,C1,2": "date is not between 1970 and 2100: '0205-02-03'",
    "05/02/2025,P1,T1,C1,2": "date is not a date like 2026-10-31: '05/02/2025'",
    "2025-02-03,,T1,C1,2": "product is empty",
    "2025-02-03,P1,,C1,2": "team is empty",
    "2025-02-03,P1,T1,C1,6": "severity is not a whole number from 1 to 5: '6'",
    "2025-02-03,P1,T1,C1,0": "severity is not a whole number from 1 to 5: '0'",
    "2025-02-03,P1,T1,C1,²": "severity is not a whole number from 1 to 5: '²'",
    "2025-02-03,P1,T1,C1,٣": "severity is not a whole number from 1 to 5: '٣'",
    "2025-02-03,P1,T1,C1": "4 cells where the heading has 5",
}


@pytest.mark.parametrize("row", BAD)
def test_find_patterns_refuses_a_bad_row_by_line_and_reason(tmp_path: Path, row: str) -> None:
    words = files_in(tmp_path)
    path = written(tmp_path / "bad.csv", HEADING, [["2025-02-03", "P01", "T01", "C001", 1]])
    with path.open("a", encoding="utf-8") as stream:
        stream.write(f"\n{row}\n")
    said, told = refused(*words, f"--incidents={path}")
    assert said == ""
    assert f"bad.csv, line 4: {BAD[row]}" in told


@pytest.mark.parametrize(
    ("file", "heading", "row", "reason"),
    [
        (
            "contacts",
            "week_start,product,team,contacts",
            ["2025-01-06", "P1", "T1", -1],
            "contacts",
        ),
        (
            "contacts",
            "week_start,product,team,contacts",
            ["2025-01-06", "P1", "T1", "nan"],
            "conta",
        ),
        ("contacts", "week_start,product,team,n", ["2025-01-06", "P1", "T1", 1], "no column named"),
        ("customer-contacts", "customer,quarter,contacts", ["", 0, 1], "customer is empty"),
        ("customer-contacts", "customer,quarter,contacts", ["C1", "Q1", 1], "quarter is not"),
    ],
)
def test_find_patterns_refuses_bad_contacts(
    tmp_path: Path, file: str, heading: str, row: list[object], reason: str
) -> None:
    path = written(tmp_path / "bad.csv", heading, [row])
    said, told = refused(*files_in(tmp_path), f"--{file}={path}")
    assert said == ""
    assert reason in told


def test_find_patterns_refuses_weeks_that_begin_on_another_day(tmp_path: Path) -> None:
    rows: small_files.Rows = [["2025-01-06", "P1", "T1", 1], ["2025-01-14", "P1", "T1", 1]]
    path = written(tmp_path / "bad.csv", "week_start,product,team,contacts", rows)
    assert (
        "line 3: week_start is not the day" in refused(*files_in(tmp_path), f"--contacts={path}")[1]
    )


def test_find_patterns_refuses_a_file_that_is_not_there_or_not_text(tmp_path: Path) -> None:
    assert "cannot be read" in refused(*files_in(tmp_path), "--incidents=nowhere.csv")[1]
    path = tmp_path / "bad.csv"
    path.write_bytes(
        f"{HEADING}\n2025-02-03,P01,T01,,1\n2025-02-03,P\u00e9,T01,,1\n".encode("latin1")
    )
    told = refused(*files_in(tmp_path), f"--incidents={path}")[1]
    assert "bad.csv, line 3: is not text in UTF-8" in told


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (f"{HEADING},date\n2025-02-03,P1,T1,C1,2,2025-02-04\n", "line 1: two columns named date"),
        (HEADING.replace(",", ";"), "severity; cells are separated by commas"),
        (f'{HEADING}\n2025-02-03,"P\n1",T1,C1,2\n2025-02-03,"P\n1",T1,C1,9\n', "line 4: severity"),
        ("", "line 1: no column named date"),
    ],
)
def test_find_patterns_refuses_a_file_that_could_be_read_two_ways(
    tmp_path: Path, text: str, reason: str
) -> None:
    (tmp_path / "bad.csv").write_text(text, encoding="utf-8")
    said, told = refused(*files_in(tmp_path), f"--incidents={tmp_path}/bad.csv")
    assert said == ""
    assert reason in told


def test_find_patterns_reads_a_file_of_another_system(
    tmp_path: Path, whole: dict[str, Any]
) -> None:
    words = files_in(tmp_path)
    path = tmp_path / "incidents.csv"
    text = path.read_text(encoding="utf-8")  # was written with \r\n
    path.write_bytes(b"\xef\xbb\xbf" + text.encode())
    assert answer(*words) == whole


def test_find_patterns_runs_without_a_database_and_keeps_its_outputs_apart(tmp_path: Path) -> None:
    secret = dict.fromkeys(("SECRET_KEY", "SEALING_KEY", "REFLECTION_KEYS"), "x" * 60)
    nowhere = {"DATABASE_URL": "postgresql://nobody@127.0.0.1:1/none", "PUSH": "0"}
    done = subprocess.run(
        [sys.executable, "manage.py", "find_patterns", *files_in(tmp_path)],
        cwd=settings.BASE_DIR,
        env={**os.environ, **secret, **nowhere},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert set(json.loads(done.stdout)) == {"as_of", "basis", "prior", "findings"}
    assert "Reading incidents.csv" in done.stderr
