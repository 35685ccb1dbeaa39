"""Pictures of every page: phone and desktop, light and dark, both languages. Run by `make shots`.

Not collected with the tests: it checks nothing but that the pictures can be made.
"""

import base64
from collections.abc import Iterable
from functools import partial
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from django.utils import timezone
from playwright.sync_api import Browser, Page

from people.models import User
from people.queries import database_now
from tests.journeys import axe, places
from tests.journeys.conftest import DESKTOP, PHONE, OpenPage, SignIn
from tests.journeys.places import Place
from tests.journeys.rows import rows_of
from tests.journeys.story import Thumb, fill_in

FOLDER = Path("screenshots")
SIZES = {"phone": PHONE, "desktop": DESKTOP}
THEMES: tuple[axe.Theme, ...] = ("light", "dark")
COVER = """<style>
  body {{ margin: 0; width: 1180px; height: 660px; background: #dfe9e5; position: relative }}
  img {{ position: absolute; border-radius: 14px; box-shadow: 0 10px 30px #17292b33 }}
  .desktop {{ left: 350px; top: 53px; width: 790px }}
  .phone {{ left: 34px; top: 22px; width: 276px; border: 6px solid #17292b; border-radius: 30px }}
</style>
<img class="desktop" src="data:image/png;base64,{desktop}">
<img class="phone" src="data:image/png;base64,{phone}">"""


def shoot(page: Page, visited: Iterable[Place], language: str) -> None:
    """Picture pages in both sizes and themes."""
    for place in visited:
        place.open(page)
        for size, (width, height) in SIZES.items():
            page.set_viewport_size({"width": width, "height": height})
            tall = page.evaluate("document.scrollingElement.scrollHeight")
            page.set_viewport_size({"width": width, "height": max(height, tall)})
            for theme in THEMES:
                axe.change_theme(page, theme)
                page.screenshot(path=FOLDER / f"{place.name}-{size}-{theme}-{language}.png")
    print(f"{page.url}: done")  # noqa: T201 - it takes minutes


@pytest.mark.parametrize("language", ["en", "nl"])
def test_pages_are_pictured(
    transactional_db: None,
    language: str,
    as_user: SignIn,
    open_page: OpenPage,
) -> None:
    FOLDER.mkdir(exist_ok=True)
    now = database_now()
    call_command("demo", "--reset", "--language", language, stdout=StringIO())
    User.objects.update(language=language)
    ana, boss, hana, pim, bo = (
        User.objects.get(email=f"{name}@luwte.example")
        for name in ("ana", "max", "hana", "pim", "bo")
    )
    rows = rows_of(ana, boss)
    open_as = partial(as_user, language=language)
    shoot(open_page(language=language), places.ENTRANCE, language)
    shoot(open_as(ana), places.staff(rows), language)
    shoot(open_as(boss), places.manager(rows), language)
    shoot(open_as(pim), places.adviser(rows), language)
    shoot(open_as(bo), places.admin(rows), language)
    shoot(open_as(hana), places.hr(timezone.localdate(now)), language)
    if language == "en":
        draw_cover(open_as(ana), open_as(boss, size=DESKTOP))


def draw_cover(phone: Page, desktop: Page) -> None:
    """Put the report on a phone beside the manager's day: the picture of the README."""
    phone.goto("/report/new/")
    fill_in(phone, "insulted or belittled me", "Over the line", "Tomorrow", Thumb())
    phone.evaluate("scrollTo(0, 0)")
    desktop.goto("/today/")
    shots = {"phone": phone.screenshot(), "desktop": desktop.screenshot()}
    coded = {name: base64.b64encode(shot).decode() for name, shot in shots.items()}
    browser = phone.context.browser
    assert isinstance(browser, Browser)
    cover = browser.new_page(viewport={"width": 1180, "height": 660})
    cover.set_content(COVER.format(**coded))
    cover.screenshot(path=FOLDER / "luwte.png")
    cover.close()
