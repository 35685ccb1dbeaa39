"""What the report page weighs, and that the measure finds what a browser would load."""

import io

import pytest
from django.core.management import CommandError, call_command

from config import weight
from tests.cast import Cast

PAGE = b"""<link rel="stylesheet" href="/static/a.css"><script src="/static/b.js" defer></script>
<svg><use href="/static/i.svg#one"/></svg><svg><use href="/static/i.svg#two"/></svg>"""
FILES = {
    "/static/a.css": b'@font-face{src:url("../static/f.woff2")} a{background:url(data:none)}',
    "/static/b.js": b"1",
    "/static/i.svg": b"<svg/>",
    "/static/f.woff2": b"x" * 500,
}


def test_parts_are_what_a_browser_loads_once() -> None:
    parts = weight.parts_of("/report/", PAGE, FILES.__getitem__)
    assert [part.address for part in parts] == ["/report/", *FILES]


def test_total_without_fonts_leaves_them_out() -> None:
    parts = weight.parts_of("/report/", PAGE, FILES.__getitem__)
    assert weight.total(parts) - weight.total(parts, with_fonts=False) == 500


def test_budget_is_broken_by_fonts_or_by_the_rest() -> None:
    assert weight.is_within_budget([weight.Part("a.woff2", 40_000), weight.Part("/", 60_000)])
    assert not weight.is_within_budget([weight.Part("a.woff2", 40_001), weight.Part("/", 60_000)])
    assert not weight.is_within_budget([weight.Part("/", 60_001)])


@pytest.mark.usefixtures("cast")
def test_report_page_keeps_to_its_budget() -> None:
    printed = io.StringIO()
    call_command("page_weight", stdout=printed)
    assert "css/app.css" in printed.getvalue()
    assert ".woff2" in printed.getvalue()


@pytest.mark.usefixtures("cast")
def test_command_fails_over_budget(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(weight, "BUDGET_WITHOUT_FONTS", 1000)
    with pytest.raises(CommandError, match="over its budget"):
        call_command("page_weight", "help", stdout=io.StringIO())


def test_command_says_who_is_missing(cast: Cast) -> None:
    with pytest.raises(CommandError, match="nobody@luwte"):
        call_command("page_weight", "--as", "nobody@luwte.example", stdout=io.StringIO())
