"""A real browser on a real server. Without Chromium these tests say how to get one and fail."""

import os
from collections.abc import Callable, Iterator

import pytest
from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright
from pytest_django.live_server_helper import LiveServer

from people.models import User
from tests.browser import FLAGS, HOW_TO_GET_ONE, find_chromium
from tests.cast import Cast, assemble
from tests.journeys.watching import Watch

PHONE, DESKTOP = (390, 844), (1280, 900)
PASSWORD = "walk-on-the-beach"
TIMEOUT_MS = 30_000  # a busy machine of two cores

expect.set_options(timeout=TIMEOUT_MS)

OpenPage = Callable[..., Page]
SignIn = Callable[..., Page]


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    path = find_chromium()
    if path is None:
        pytest.fail(HOW_TO_GET_ONE)
    # Playwright keeps an event loop in this thread, and Django would refuse to query beside it.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=path, args=FLAGS, timeout=90_000)
        yield opened
        opened.close()
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture
def told(transactional_db: None) -> Cast:
    """The cast, able to sign in."""
    cast = assemble()
    User.objects.update(password=make_password(PASSWORD))
    return cast


@pytest.fixture
def watch() -> Iterator[Watch]:
    """What the opened pages complain about; a test that ends with complaints fails."""
    watching = Watch()
    yield watching
    assert not watching.complaints


@pytest.fixture
def open_page(browser: Browser, live_server: LiveServer, watch: Watch) -> Iterator[OpenPage]:
    """Return a function that opens a page in a fresh browser context."""
    contexts: list[BrowserContext] = []

    def open_it(
        *, size: tuple[int, int] = PHONE, language: str = "en", script: bool = True
    ) -> Page:
        context = browser.new_context(
            base_url=live_server.url,
            viewport={"width": size[0], "height": size[1]},
            has_touch=size == PHONE,
            locale=language,
            java_script_enabled=script,
            timezone_id="Europe/Amsterdam",
            reduced_motion="reduce",
        )
        context.set_default_timeout(TIMEOUT_MS)
        contexts.append(context)
        page = context.new_page()
        watch.follow(page, live_server.url)
        return page

    yield open_it
    for context in contexts:
        context.close()


@pytest.fixture
def sign_in(open_page: OpenPage) -> SignIn:
    """Return a function that signs somebody in as people do, and gives the page they land on."""

    def sign_in_as(user: User, **options: object) -> Page:
        page = open_page(**options)
        page.goto("/sign-in/")
        enter(page, user)
        return page

    return sign_in_as


@pytest.fixture
def as_user(open_page: OpenPage, live_server: LiveServer) -> SignIn:
    """Return a function that opens a page of somebody who is signed in already."""

    def open_as(user: User, **options: object) -> Page:
        client = Client()
        client.force_login(user)
        name = settings.SESSION_COOKIE_NAME
        page = open_page(**options)
        value = client.cookies[name].value
        page.context.add_cookies([{"name": name, "value": value, "url": live_server.url}])
        return page

    return open_as


def enter(page: Page, user: User) -> None:
    """Fill in the sign-in page and wait for the page behind it."""
    page.get_by_label("E-mail or sign-in name").fill(user.email or user.sign_in_name or "")
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.locator("main").get_by_role("button", name="Sign in", exact=True).click()
    page.wait_for_url(lambda url: "/sign-in/" not in url)
