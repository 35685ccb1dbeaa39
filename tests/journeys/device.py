"""What is done and looked for on a device without a network."""

import time
from collections.abc import Callable

import pytest
from django.contrib.sessions.models import Session
from playwright.sync_api import Page, expect

WORDS = "QXOFFLINE the whole story"
# Everything a browser keeps for a site, as text; sealed bytes as characters.
# What a browser answers to a page whose storage it wipes; the page then looks what waits.
WIPED_UNDER_THE_PAGE = """async () => {
  let looked = 0;
  indexedDB.open = () => {
    looked += 1;
    const opening = { error: new DOMException("The connection was closed.", "AbortError") };
    queueMicrotask(() => opening.onerror());
    return opening;
  };
  dispatchEvent(new Event("online"));
  await new Promise((resolve) => setTimeout(resolve));
  delete indexedDB.open;
  if (!looked) throw new Error("the page did not look");
}"""
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
OPEN_WITH_MY_KEY = """async () => {
  const token = JSON.parse(document.body.getAttribute("hx-headers"))["X-CSRFToken"];
  const answer = await fetch("/account/key/private/", {
    method: "POST", headers: { "X-CSRFToken": token },
  });
  const { key } = await answer.json();
  return Promise.all((await vault.all()).map((one) =>
    vault.open(one, key).then(() => "read", (error) => error.name)));
}"""
READY = """async () => {
  await navigator.serviceWorker.ready;
  return Boolean(navigator.serviceWorker.controller && await vault.who()
    && await caches.match("/report/offline/") && await caches.match("/offline/"));
}"""


def ready(page: Page) -> None:
    for _ in range(100):
        if page.evaluate(READY):
            return
        page.wait_for_timeout(200)
    pytest.fail("the phone never got ready")


def wait_for(page: Page, is_true: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 30
    while not is_true():
        assert time.monotonic() < deadline
        page.wait_for_timeout(200)


def write(page: Page, *, is_open: bool = False) -> None:
    """Fill in the form that lies on the device, with a mark in it, and send it."""
    if not is_open:
        page.goto("/report/new/")
    expect(page.locator(".offline")).to_contain_text("No connection")
    page.click("label:has-text('swore')")
    page.click("label:has-text('Unpleasant')")
    page.click("text=Add more now")
    page.fill("[name=narrative]", WORDS)
    page.click("text=Report once connected")
    expect(page.locator("h1:visible")).to_have_text("Your report is kept on this device")
    expect(page.locator(".offline")).to_contain_text("One report is not sent yet")


def connect(page: Page) -> None:
    page.context.set_offline(False)


def later(page: Page, path: str = "/home/") -> Page:
    """Close the tab, find the network again and open another page of the site."""
    context = page.context
    page.close()
    context.set_offline(False)
    opened = context.new_page()
    opened.goto(path)
    return opened


def no_longer_signed_in() -> None:
    Session.objects.all().delete()
