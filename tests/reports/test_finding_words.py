"""What a page says of a product that stands out."""

from django.template.loader import render_to_string

from reports.operations.products import Judged, _finding

BOILER = Judged(
    product=7,
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
