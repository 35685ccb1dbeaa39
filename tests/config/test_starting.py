import os
import time
from collections.abc import Iterator

import pytest
from django.test import Client

from config import progress


@pytest.fixture(autouse=True)
def _over() -> Iterator[None]:
    yield
    progress.finish()


def test_page_shows_progress_while_loading(client: Client) -> None:
    progress.report(40)
    answer = client.get("/")
    assert answer.status_code == 503
    assert answer["Retry-After"] == "2"
    assert "40 % loaded" in answer.content.decode()


@pytest.mark.django_db
def test_health_answers_while_loading(client: Client) -> None:
    progress.report(40)
    assert client.get("/healthz").status_code == 200
    assert client.get("/readyz").status_code == 200


def test_progress_ends_with_the_loading() -> None:
    progress.report(100)
    progress.finish()
    assert progress.percent_loaded() is None


def test_progress_of_a_killed_process_is_not_believed() -> None:
    progress.report(40)
    old = time.time() - progress.FRESH_SECONDS - 1
    os.utime(progress.place(), (old, old))
    assert progress.percent_loaded() is None


def test_progress_stays_between_nought_and_a_hundred() -> None:
    progress.report(140)
    assert progress.percent_loaded() == 100
