"""A real browser on a real server. Without Chromium these tests say how to get one and fail."""

import os
import shutil
from collections.abc import Callable, Iterator
from typing import Literal

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, ViewportSize, sync_playwright
from pytest_django.live_server_helper import LiveServer

from people.models import User
from tests.cast import Cast, assemble

PHONE: ViewportSize = {"width": 390, "height": 844}
DESKTOP: ViewportSize = {"width": 1280, "height": 900}
PASSWORD = "walk-on-the-beach"
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]

SignIn = Callable[..., Page]


def chromium() -> str | None:
    return shutil.which("chromium") or shutil.which("chromium-browser")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    path = chromium()
    if path is None:
        pytest.fail("No Chromium on PATH. On Debian and Ubuntu: apt-get install chromium")
    # Playwright keeps an event loop in this thread, and Django would refuse to query beside it.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield opened
        opened.close()


@pytest.fixture
def told(transactional_db: None) -> Cast:
    """The cast, able to sign in."""
    cast = assemble()
    for user in User.objects.active():
        user.set_password(PASSWORD)
        user.save(update_fields=["password"])
    return cast


@pytest.fixture
def open_page(browser: Browser, live_server: LiveServer) -> Iterator[Callable[..., Page]]:
    """Return a function that opens a page in a fresh browser context."""
    contexts: list[BrowserContext] = []

    def open_it(
        *,
        size: ViewportSize = PHONE,
        theme: Literal["light", "dark"] = "light",
        language: str = "en",
        script: bool = True,
    ) -> Page:
        context = browser.new_context(
            base_url=live_server.url,
            viewport=size,
            color_scheme=theme,
            locale=language,
            java_script_enabled=script,
            timezone_id="Europe/Amsterdam",
        )
        context.set_default_timeout(10_000)
        contexts.append(context)
        return context.new_page()

    yield open_it
    for context in contexts:
        context.close()


@pytest.fixture
def sign_in(open_page: Callable[..., Page]) -> SignIn:
    """Return a function that signs somebody in and gives the page they land on."""

    def sign_in_as(user: User, **options: object) -> Page:
        page = open_page(**options)
        page.goto("/sign-in/")
        page.fill("[name=login]", user.email or user.sign_in_name or "")
        page.fill("[name=password]", PASSWORD)
        page.click("main button[type=submit]")
        page.wait_for_url(lambda url: "/sign-in/" not in url)
        return page

    return sign_in_as
