"""Every page for everybody: axe without violations in two widths, themes and languages.

Dutch has the same markup and colours, so it is looked at once, where its longer words have least
room.
"""

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import partial
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Page

from incidents.codes import TOPIC_BY_KEY
from incidents.codes.after import OUTCOMES
from incidents.models import Incident
from people.models import Outbox, User
from people.operations import invite
from people.queries import database_now
from reports.models import PatternCard
from reports.operations import take_card
from reports.operations.publish import publish_due_months
from reports.periods import last_closed
from tests.access.world import World, build
from tests.factories import (
    CheckInFactory,
    CourseFactory,
    MembershipFactory,
    RemedyFactory,
    TrainingNeedFactory,
    UserFactory,
)
from tests.journeys import axe, places
from tests.journeys.conftest import OpenPage, SignIn
from tests.journeys.places import Place
from tests.journeys.rows import Rows, rows_of
from tests.reports.company import busy_months, contacts, founded
from tests.wellbeing.stories import report, series_of
from wellbeing.models import CareOffer, StandingAlert
from wellbeing.operations import end_care, offer_care
from wellbeing.operations.practice import stock_library

pytestmark = pytest.mark.journey

Look = tuple[int, axe.Theme, Any]
AT_FIRST: Look = (390, "light", axe.EVERYTHING)
LOOKS: dict[str, tuple[Look, ...]] = {
    "en": (
        AT_FIRST,
        (390, "dark", axe.COLOURS),
        (1280, "light", axe.EVERYTHING),
        (1280, "dark", axe.COLOURS),
    ),
    "nl": (AT_FIRST,),
}
NARROW = (320, 390)
HEIGHT = 900
YEAR = 12


@dataclass
class Round:
    """Goes round pages and writes down what is wrong with them."""

    page: Page
    language: str
    runs: int = 0
    wrong: list[str] = field(default_factory=list)

    def visit(self, visited: Iterable[Place]) -> None:
        for place in visited:
            place.open(self.page)
            self._check(place)

    def _check(self, place: Place) -> None:
        assert self.page.locator("html").get_attribute("lang") == self.language
        axe.load(self.page)
        if (regions := axe.polite_regions(self.page)) != 1:
            self.wrong.append(f"{place.name} {self.language}: {regions} polite live regions")
        for width, theme, rules in LOOKS[self.language]:
            self.page.set_viewport_size({"width": width, "height": HEIGHT})
            found = axe.violations(self.page, theme, rules=rules)
            look = f"{place.name} {width} {theme} {self.language}"
            self.wrong += [f"{look}: {line}" for line in found]
            self.runs += 1
        for width in NARROW:
            self.page.set_viewport_size({"width": width, "height": HEIGHT})
            if (wider := axe.overflow(self.page)) > 0:
                self.wrong.append(f"{place.name} {width} {self.language}: {wider} px too wide")


def go_round(open_as: Callable[..., Page], visited: Iterable[Place]) -> None:
    """Visit pages in every language; print how many times axe looked."""
    visited, runs = list(visited), 0
    wrong: list[str] = []
    for language in LOOKS:
        User.objects.update(language=language)
        tour = Round(open_as(language=language), language)
        tour.visit(visited)
        runs += tour.runs
        wrong += tour.wrong
    print(f"{len(visited)} pages, {runs} runs of axe, {len(wrong)} things wrong")  # noqa: T201
    assert not wrong, "\n".join(wrong)


@pytest.fixture
def world(transactional_db: None) -> World:
    """The world of the access table with a busier team: late, serious, planned and done."""
    now = database_now()
    stock_library(now=now)
    CourseFactory.create()
    made = build(now)
    cast = made.cast
    names = ("Fay de Boer", "Gus Vermeulen", "Ida Postma")
    fay, gus, ida = [UserFactory.create(name=name) for name in names]
    for person in (fay, gus, ida):
        MembershipFactory.create(user=person, team=cast.north)
    for person in (fay, cast.ana):
        report(person, cast.north, now - dt.timedelta(minutes=9), "threat_words", reading=3)
    report(gus, cast.north, now - dt.timedelta(days=3), "swearing", reading=1)
    Incident.objects.filter(pk=made.incident.pk).update(outcome=OUTCOMES[0].number)
    offer_care(person=cast.ana, because=CareOffer.Because.HELPER, key="world", now=now)
    RemedyFactory.create(incident=report(gus, cast.north, now - dt.timedelta(days=1), "swearing"))
    CheckInFactory.create(
        series__person=ida, owner=cast.max, due_at=now - dt.timedelta(days=2), created_at=now
    )
    for person, topic, day in (
        (fay, "threats", None),
        (gus, "threats", now),
        (ida, "written", now),
    ):
        TrainingNeedFactory.create(
            person=person,
            topic=TOPIC_BY_KEY[topic].number,
            raised_at=now,
            planned_on=day and day.date(),
            done_at=day if topic == "written" else None,
        )
    return made


@pytest.fixture
def rows(world: World) -> Rows:
    return rows_of(world.cast.ana, world.cast.max)


def test_ways_in_are_accessible(world: World, open_page: OpenPage) -> None:
    invite(actor=world.cast.bo, person=UserFactory.create(), now=database_now())
    link = Outbox.objects.latest("pk").path
    go_round(open_page, [*places.ENTRANCE, Place("invitation", link)])


def test_pages_of_staff_are_accessible(world: World, rows: Rows, as_user: SignIn) -> None:
    go_round(partial(as_user, world.cast.ana), places.staff(rows))


def test_pages_of_managers_are_accessible(world: World, rows: Rows, as_user: SignIn) -> None:
    hal = UserFactory.create(name="Hal Brouwer")
    MembershipFactory.create(user=hal, team=world.cast.north)
    report(hal, world.cast.north, database_now(), "threat_words")
    end_care(actor=hal, series=series_of(hal), now=database_now())
    alert = Place("alert", StandingAlert.objects.get().get_absolute_url())
    go_round(partial(as_user, world.cast.max), [alert, *places.manager(rows)])


def test_empty_pages_are_accessible(world: World, as_user: SignIn) -> None:
    go_round(partial(as_user, world.cast.zoe), places.EMPTY_STAFF)
    go_round(partial(as_user, world.cast.otto), places.EMPTY_MANAGER)


def test_pages_of_the_adviser_are_accessible(world: World, rows: Rows, as_user: SignIn) -> None:
    go_round(partial(as_user, world.cast.pim), places.adviser(rows))


def test_pages_of_administrators_are_accessible(world: World, rows: Rows, as_user: SignIn) -> None:
    go_round(partial(as_user, world.cast.bo), places.admin(rows))


def test_pages_of_hr_are_accessible(world: World, as_user: SignIn) -> None:
    company, now = founded(), database_now()
    today = timezone.localdate(now)
    month = last_closed(today)
    since_last_year = YEAR + month.month
    busy_months(company, until=month, months=since_last_year)
    contacts(company, until=month, months=since_last_year)
    publish_due_months(now=now)
    for card in PatternCard.objects.all():
        take_card(actor=world.cast.hana, card=card, now=now)
    go_round(partial(as_user, world.cast.hana), places.hr(today))


def test_axe_finds_what_is_wrong(open_page: OpenPage) -> None:
    page = open_page()
    page.goto("/sign-in/")
    page.evaluate("document.querySelector('main label').remove()")
    page.evaluate("document.querySelector('h1').style.color = '#ddd'")
    page.evaluate("document.querySelector('main').style.width = '500px'")
    axe.load(page)
    found = " ".join(axe.violations(page, "light"))
    assert "label: " in found
    assert "color-contrast: " in found
    assert axe.overflow(page) > 0
