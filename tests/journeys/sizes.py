"""HR's pages, files and paper at a size: each opens, in so many milliseconds. `make sizes`.

Not collected with the tests: the reader of the pictures and of the times is a person.
"""

import os
import time

import pytest
from playwright.sync_api import Page

from people.models import User
from people.queries import database_now
from reports.periods import Period, last_closed, last_quarter
from reports.queries import today
from tests.journeys.conftest import DESKTOP, OpenPage, SignIn
from tests.journeys.organisation import found
from tests.journeys.places import Place
from tests.journeys.shots import FOLDER, shoot

OPENED = (200, 404)  # a year of which nothing is known, paper without figures


@pytest.mark.parametrize("language", ["en", "nl"])
def test_pages_open_at_a_size(
    transactional_db: None, language: str, as_user: SignIn, open_page: OpenPage
) -> None:
    FOLDER.mkdir(exist_ok=True)
    size, now = int(os.environ.get("SIZE", "300")), database_now()
    found(size, language, now)
    User.objects.update(language=language)
    month = last_closed(today(now))
    quarter, year = Period.quarter(last_quarter(month)[0]), Period.year(month).before
    periods = [f"{month:%Y-%m}", str(quarter), str(year)]
    pages = ["/promises-kept/", "/trends/place/", "/patterns/", "/contacts/", "/training/effect/"]
    hana = as_user(User.objects.get(email="hana@luwte.example"), size=DESKTOP, language=language)
    for path in [*(f"/trends/{name}/" for name in periods), *pages]:
        status = _timed(hana, path)
        name = f"{size}-{path.strip('/').replace('/', '-')}"
        shoot(hana, [Place(name, path, status=status)], language)
    for name in periods:
        for kind in ("table", "pdf", "council"):
            _timed(hana, f"/trends/{name}/{kind}/")


def _timed(page: Page, path: str) -> int:
    page.request.get(path)
    begin = time.perf_counter()
    answer = page.request.get(path)
    took = 1000 * (time.perf_counter() - begin)
    print(f"{answer.status} {took:6.0f} ms {len(answer.body()) // 1024:5} KB  {path}")  # noqa: T201
    assert answer.status in OPENED, path
    return answer.status
