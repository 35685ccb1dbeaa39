"""Every address × method × person, on real rows of somebody else, with status and marks."""

import datetime as dt
from collections.abc import Iterator

import pytest
from django.db import transaction
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from pytest_django import DjangoDbBlocker

from tests.access.cells import ELSEWHERE, Cell, Row
from tests.access.table import TABLE
from tests.access.world import MARKS, World, build

# The mark puts these tests before those that empty the database, built-in rows and all.
pytestmark = pytest.mark.django_db
NOW = dt.datetime.now(dt.UTC)
METHODS = ("get", "post", "put", "patch", "delete")
# A method that an address does not have is refused before anybody looks at who asks.
ASKED_OF_REFUSED = ("anonymous", "reporter", "admin")


def addresses(resolver: URLResolver, namespace: str = "") -> Iterator[str]:
    """Yield the full name of every address; one without a name yields its pattern."""
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLResolver):
            inner = ":".join(filter(None, [namespace, pattern.namespace or ""]))
            yield from addresses(pattern, inner)
        elif isinstance(pattern, URLPattern):
            name = pattern.name or str(pattern.pattern)
            yield f"{namespace}:{name}" if namespace else name


def test_matrix_lists_every_address() -> None:
    """An address nobody thought about fails the build."""
    known = set(TABLE) | set(ELSEWHERE)
    found = set(addresses(get_resolver()))
    assert found - known == set(), "not in the table of tests/access"
    assert known - found == set(), "in the table, but no longer an address"


@pytest.fixture(scope="module")
def built(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[World]:
    """The world, written once for all rows: building it costs more than asking one address."""
    with django_db_blocker.unblock(), transaction.atomic():
        world = build(NOW)
        world.sign_in()
        yield world
        transaction.set_rollback(True)


@pytest.fixture
def world(built: World) -> Iterator[World]:
    """The world as it was built: what one test writes is taken back."""
    with transaction.atomic():
        yield built
        transaction.set_rollback(True)


def test_held_talk_is_read_by_the_two_people_alone(world: World) -> None:
    """The care note and what was agreed: whoever held the talk and the person, nobody else."""
    url = reverse("wellbeing:checkin", kwargs={"public_id": world.held.public_id})
    for actor in world.actors:
        body = world.client(actor).get(url, follow=True).content.decode()
        may = actor in {"reporter", "manager"}
        assert (MARKS["note"] in body, MARKS["support"] in body) == (may, may), actor


@pytest.mark.drill
@pytest.mark.parametrize("name", TABLE)
def test_matrix_row(name: str, world: World) -> None:
    """Ask the address as everybody by every method; report all cells that differ at once."""
    row = TABLE[name]
    wrong = []
    for method in METHODS:
        cell: Cell | None = getattr(row, method, None)
        for actor in world.actors if cell else ASKED_OF_REFUSED:
            wrong += _differences(name, row, method, cell, actor, world)
    assert not wrong, "\n".join(wrong)


def _differences(
    name: str, row: Row, method: str, cell: Cell | None, actor: str, world: World
) -> list[str]:
    status, body = _ask(name, row, method, cell, actor, world)
    here = f"{method.upper()} {name} as {actor}"
    if cell is None:
        # An entrance sends who is signed in away before it looks at the method.
        fine = {405, 302} if row.is_public or actor == "anonymous" else {405}
        return [] if status in fine else [f"{here}: {status}, not 405"]
    expected = cell.expected(actor, is_public=row.is_public)
    wrong = [] if status == expected else [f"{here}: {status}, not {expected}"]
    for mark, text in MARKS.items():
        may = status == cell.status and actor in cell.shows.get(mark, frozenset())
        if (text in body) != may:
            wrong.append(f"{here}: {mark} {'leaks' if text in body else 'is missing'}")
    return wrong


def _ask(
    name: str, row: Row, method: str, cell: Cell | None, actor: str, world: World
) -> tuple[int, str]:
    """Return status and body; what the request wrote is taken back."""
    url = reverse(name, kwargs=row.at(world)) + (cell.query if cell else "")
    data = (cell.data(world) if callable(cell.data) else cell.data) if cell else {}
    client = world.client(actor)
    with transaction.atomic():
        response = getattr(client, method)(url, data)
        body = b"".join(response) if response.streaming else response.content
        transaction.set_rollback(True)
    headers = " ".join(f"{key}: {value}" for key, value in response.headers.items())
    return response.status_code, body.decode(errors="replace") + headers
