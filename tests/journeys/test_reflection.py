"""Ana writes a private note, shares it with the adviser, takes it back and shreds it."""

import datetime as dt

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from tests.cast import Cast
from tests.journeys.conftest import SignIn
from tests.journeys.story import chip
from wellbeing.models import Reflection

pytestmark = pytest.mark.journey

WORDS = "QZMINE He shouted so close to my face."
# Everything a browser can keep for a page: stores, databases, caches and the page itself.
KEPT = """async () => {
  const found = [JSON.stringify({...localStorage}), JSON.stringify({...sessionStorage})];
  for (const base of await indexedDB.databases()) found.push(JSON.stringify(base));
  for (const name of await caches.keys()) {
    const cache = await caches.open(name);
    for (const request of await cache.keys()) found.push(request.url);
  }
  return found.join("\\n");
}"""


def write(page: Page) -> None:
    """Come from Home by the menu, forget the day, and keep the note."""
    page.goto("/home/")
    page.click(".more summary")
    page.get_by_role("link", name="For me").click()
    page.get_by_role("link", name="Write it off").click()
    page.get_by_label("What do you want to get off your mind?").fill(WORDS)
    page.get_by_label("It goes by itself on").fill("")
    page.get_by_role("button", name="Keep it, for me alone").click()
    expect(page.get_by_role("alert")).to_be_visible()
    expect(page.get_by_label("What do you want to get off your mind?")).to_have_value(WORDS)
    assert not Reflection.objects.exists()
    kept = page.evaluate(KEPT)
    assert "QZMINE" not in kept
    assert not [line for line in kept.splitlines() if line.startswith("http") and "/refl" in line]
    page.get_by_label("It goes by itself on").fill(
        f"{timezone.localdate() + dt.timedelta(days=300)}"
    )
    page.get_by_role("button", name="Keep it, for me alone").click()
    expect(page.get_by_text("Kept, for you alone.")).to_be_visible()


def test_private_note_is_written_shared_taken_back_and_shredded(
    told: Cast, as_user: SignIn
) -> None:
    told.ana.refresh_from_db()
    told.pim.refresh_from_db()
    page, adviser = as_user(told.ana), as_user(told.pim)
    write(page)
    chip(page, "Pim Jansen").click()
    page.get_by_role("button", name="Share this note").click()
    expect(page.get_by_text("It was not opened yet.")).to_be_visible()
    note = page.url

    adviser.goto("/reflections/shared/")
    adviser.get_by_role("link", name="Ana Bakker").click()
    expect(adviser.get_by_text(WORDS)).to_be_visible()
    page.reload()
    expect(page.get_by_text("Last read on")).to_be_visible()

    page.get_by_role("button", name="Take it back").click()
    expect(page.locator(".toasts").get_by_text("It is yours alone again.")).to_be_visible()
    answer = adviser.goto(note)
    assert answer is not None
    assert answer.status == 404

    page.get_by_role("link", name="Shred now").click()
    page.get_by_role("button", name="Shred it").click()
    expect(page.get_by_text("Nothing here yet.")).to_be_visible()
    assert not Reflection.objects.exists()
