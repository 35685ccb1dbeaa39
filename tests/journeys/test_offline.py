"""Reports without a network: sealed on the device, sent once, read by nobody else."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from incidents.models import Draft, Incident, Narrative
from tests.cast import Cast
from tests.journeys.conftest import SignIn

pytestmark = pytest.mark.journey
THANKS = re.compile(r"/report/[0-9a-f-]{36}/thanks/$")
WORDS = "QXOFFLINE the whole story"
# Everything a browser keeps for a site, as text; sealed bytes as characters.
DUMP = """async () => {
  const texts = [JSON.stringify({...localStorage}), JSON.stringify({...sessionStorage})];
  for (const name of await caches.keys()) {
    const cache = await caches.open(name);
    for (const key of await cache.keys()) texts.push(await (await cache.match(key)).text());
  }
  const bytes = (_, value) => value instanceof ArrayBuffer || ArrayBuffer.isView(value)
    ? new TextDecoder("latin1").decode(value) : value;
  for (const { name } of await indexedDB.databases()) {
    const db = await new Promise((done) => {
      const opening = indexedDB.open(name); opening.onsuccess = () => done(opening.result);
    });
    for (const store of db.objectStoreNames) texts.push(JSON.stringify(await new Promise((done) => {
      const asked = db.transaction(store).objectStore(store).getAll();
      asked.onsuccess = () => done(asked.result);
    }), bytes));
    db.close();
  }
  return texts.join("\\n");
}"""
READY = """async () => {
  await navigator.serviceWorker.ready;
  return Boolean(navigator.serviceWorker.controller && await vault.who()
    && await caches.match("/report/offline/") && await caches.match("/offline/"));
}"""


@pytest.fixture
def ana(told: Cast, sign_in: SignIn) -> Iterator[Page]:
    """Ana's phone, ready for a time without a network."""
    page = sign_in(told.ana)
    ready(page)
    yield page
    page.context.set_offline(False)


def ready(page: Page) -> None:
    for _ in range(100):
        if page.evaluate(READY):
            return
        page.wait_for_timeout(200)
    pytest.fail("the phone never got ready")


def write(page: Page) -> None:
    """Fill in the form that lies on the device, with a mark in it, and send it."""
    page.goto("/report/new/")
    expect(page.locator(".offline")).to_contain_text("No connection")
    page.click("label:has-text('swore')")
    page.click("label:has-text('Unpleasant')")
    page.click("text=Add more now")
    page.fill("[name=narrative]", WORDS)
    page.click("text=Report once connected")
    expect(page.locator("h1:visible")).to_have_text("Your report is kept on this device")
    expect(page.locator(".offline")).to_contain_text("One report is not sent yet")


def test_report_without_a_network_is_kept_and_sent_once(ana: Page) -> None:
    context = ana.context
    context.set_offline(True)
    write(ana)
    ana.close()
    page = context.new_page()
    page.goto("/home/")
    expect(page.locator("h1")).to_have_text("No connection")
    expect(page.locator(".offline")).to_contain_text("One report is not sent yet")
    context.set_offline(False)
    expect(page).to_have_url(THANKS)
    page.goto("/home/")
    expect(page.locator(".offline")).to_have_count(0)
    assert Incident.objects.count() == 1
    assert Narrative.objects.get().body == WORDS
    assert Draft.objects.count() == 0
