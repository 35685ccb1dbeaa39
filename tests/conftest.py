"""What every test shares."""

import pytest
from django.conf import settings

from config import localpg


def pytest_unconfigure(config: pytest.Config) -> None:
    """Stop the test server: workers of a parallel run are killed and cannot do it themselves."""
    is_worker = hasattr(config, "workerinput")
    if not is_worker and "FLAVOUR" in settings.DATABASES["default"]:
        localpg.server("test").stop_unused()
