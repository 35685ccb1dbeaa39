"""What a page says of a product that stands out."""

from dataclasses import replace

from django.template.loader import render_to_string

from reports.operations.products import Judged, _finding
from tests.reports.company import OCTOBER

BOILER = Judged(
    product=7,
    months=6,
    reports=31,
    expected=12.4,
    estimate=2.4,
    low=1.6,
    high=3.2,
    chance=0.01,
    is_shown=False,
    is_flagged=True,
    is_watched=False,
)


def test_a_finding_without_numbers_is_named_in_words() -> None:
    finding = _finding(BOILER, {7: "Boiler"}) | {"is_new": True}
    said = render_to_string("reports/_signal_product.html", {"finding": finding})
    assert "led to more reports than expected" in said
    assert "too few people reported to show a number" in said
    assert "31" not in said


def test_months_without_contacts_are_not_said_to_be_counted() -> None:
    """Reports and contacts of four months are not those of six."""
    finding = _finding(replace(BOILER, months=4, is_shown=True), {7: "Boiler"}) | {"is_new": True}
    said = render_to_string("reports/_signal_product.html", {"finding": finding})
    assert "31 reports in the 4 of six months whose contacts are known" in said
    evidence = {"finding": finding, "basis": "contacts", "month": OCTOBER}
    card = render_to_string("reports/_card_sentence.html", {"evidence": evidence})
    assert "In the 4 of the six months up to October 2026" in card
    whole = finding | {"months": 6}
    said = render_to_string("reports/_signal_product.html", {"finding": whole})
    assert "31 reports in six months" in said
