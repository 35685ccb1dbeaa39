"""What every test shares."""

import datetime as dt
from collections.abc import Iterator

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.utils import translation
from pytest_django import DjangoDbBlocker

from config import localpg, progress
from config.catalogue import compile_below
from tests import template
from tests.browser import HOW_TO_GET_ONE, find_chromium
from tests.cast import Cast, assemble


def pytest_configure(config: pytest.Config) -> None:
    """Make what pages expect to find: compiled texts, and the folder of collected files."""
    settings.STATIC_ROOT.mkdir(parents=True, exist_ok=True)
    if not hasattr(config, "workerinput"):
        compile_below(settings.BASE_DIR / "locale")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Skip the journeys where there is no browser; the end of the run says so and fails."""
    if find_chromium() is None:
        for item in items:
            if item.get_closest_marker("journey"):
                item.add_marker(pytest.mark.skip(reason=HOW_TO_GET_ONE))


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    """Do not let a run without its journeys pass for a full one."""
    if _has_missed_journeys(session.config) and session.exitstatus == pytest.ExitCode.OK:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(
    terminalreporter: pytest.TerminalReporter, config: pytest.Config
) -> None:
    """Say how to get a browser."""
    if _has_missed_journeys(config):
        terminalreporter.write_line(HOW_TO_GET_ONE, red=True)


def _has_missed_journeys(config: pytest.Config) -> bool:
    # By the reports: in a parallel run it is other processes that know the tests.
    reporter = config.pluginmanager.get_plugin("terminalreporter")
    reports = reporter.stats.get("skipped", []) if reporter else []
    return any(HOW_TO_GET_ONE in str(report.longrepr) for report in reports)


def pytest_unconfigure(config: pytest.Config) -> None:
    """Stop the test server: workers of a parallel run are killed and cannot do it themselves."""
    is_worker = hasattr(config, "workerinput")
    if not is_worker and "FLAVOUR" in settings.DATABASES["default"]:
        localpg.server("test").stop_unused()


@pytest.fixture(scope="session")
def django_db_setup(
    django_test_environment: None,
    django_db_blocker: DjangoDbBlocker,
    django_db_modify_db_settings: None,
) -> Iterator[None]:
    """Give this process a copy of the migrated database, instead of migrating one by itself."""
    own = str(connection.settings_dict["NAME"])
    name = connection.settings_dict["TEST"]["NAME"] or f"test_{own}"
    # Before any waiting: what counts is the code this process has loaded.
    key = template.fingerprint(settings.BASE_DIR)
    with django_db_blocker.unblock():
        with template.locked() as cursor:
            source = template.ensure(cursor, f"template_{own}_", key, _migrate)
            template.copy(cursor, source, name)
        template.use(name, connection)
    yield
    with django_db_blocker.unblock():
        template.use(own, connection)
        template.drop(name)


def _migrate(name: str) -> None:
    """Run every migration on an empty database."""
    own = str(connection.settings_dict["NAME"])
    template.use(name, connection)
    call_command("migrate", interactive=False, verbosity=0)
    call_command("createcachetable", verbosity=0)
    template.use(own, connection)


@pytest.fixture(autouse=True)
def _english() -> None:
    """Begin every test in English: a request in another language leaves that language behind."""
    translation.deactivate()


@pytest.fixture(scope="session", autouse=True)
def _own_progress(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Keep a loading in one process of a parallel run from closing the pages of another."""
    own = tmp_path_factory.mktemp("progress") / "starting.json"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(progress, "place", lambda: own)
        yield


@pytest.fixture
def cast(db: None) -> Cast:
    """The people every story is told with; see tests/cast.py."""
    return assemble()


@pytest.fixture
def now() -> dt.datetime:
    """Wednesday 18 November 2026, 14:05 in Amsterdam: the moment most tests happen at."""
    return dt.datetime(2026, 11, 18, 13, 5, tzinfo=dt.UTC)
