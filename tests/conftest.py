"""What every test shares."""

import datetime as dt

import pytest
from django.conf import settings

from config import localpg
from tests.cast import Cast, assemble


def pytest_configure() -> None:
    """Make the folder of collected static files, which the middleware expects to find."""
    settings.STATIC_ROOT.mkdir(parents=True, exist_ok=True)


def pytest_unconfigure(config: pytest.Config) -> None:
    """Stop the test server: workers of a parallel run are killed and cannot do it themselves."""
    is_worker = hasattr(config, "workerinput")
    if not is_worker and "FLAVOUR" in settings.DATABASES["default"]:
        localpg.server("test").stop_unused()


@pytest.fixture
def cast(db: None) -> Cast:
    """The people every story is told with; see tests/cast.py."""
    return assemble()


@pytest.fixture
def now() -> dt.datetime:
    """Wednesday 18 November 2026, 14:05 in Amsterdam: the moment most tests happen at."""
    return dt.datetime(2026, 11, 18, 13, 5, tzinfo=dt.UTC)
