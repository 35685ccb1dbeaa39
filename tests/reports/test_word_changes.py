"""What is changed of words and products is noted, and told in words."""

import datetime as dt

from django.utils import translation
from pytest_django import DjangoAssertNumQueries

from incidents.codes import LIST_TITLES, LISTS, WordList
from incidents.codes.after import TRIGGERS
from incidents.codes.noted import PRODUCT, Noted, Part, noted
from incidents.models import Product
from incidents.operations.words import WordChange, change_product, change_words, create_product
from people.models import SettingChange
from reports.queries.setting_changes import in_words
from reports.queries.word_changes import label_of, value_of
from tests.cast import Cast
from tests.factories import ProductFactory

Told = list[tuple[str, str, str]]


def test_names_of_settings_read_back_as_they_were_written() -> None:
    for setting in (
        Noted("trigger"),
        Noted("trigger", "price"),
        Noted("trigger", "price", Part.DUTCH),
        Noted(PRODUCT, "0190", Part.NAME),
    ):
        assert noted(str(setting)) == setting
    assert noted("product.Gas N.V.") == Noted(PRODUCT, "Gas N.V."), "as the first lines have it"
    longest = max(
        len(str(Noted(words, entry.key, Part.ENGLISH)))
        for words in WordList
        for entry in LISTS[words]
    )
    assert longest <= (SettingChange._meta.get_field("name").max_length or 0)
    assert LIST_TITLES.keys() == LISTS.keys()


def test_lines_of_what_is_gone_are_still_told() -> None:
    assert label_of("trigger.gone", {}) == "Hidden from its list: gone"
    assert label_of("product.Heat pump", {}) == "In use: Heat pump"
    assert value_of("trigger", ["gone", "price"]) == "gone, price or fee"


def _told() -> Told:
    changes = list(SettingChange.objects.order_by("pk"))
    return [(row["label"], row["old"], row["new"]) for row in in_words(changes)]


def test_words_in_another_order_or_reworded_are_noted(cast: Cast, now: dt.datetime) -> None:
    keys = [entry.key for entry in TRIGGERS]
    changes = {key: WordChange(key, "", "", is_hidden=False) for key in keys}
    changes["price"] = WordChange("price", "the bill", "de rekening", is_hidden=False)
    moved = [keys[1], keys[0], *keys[2:]]
    for order in (keys, moved, moved):
        rows = [changes[key] for key in order]
        change_words(actor=cast.bo, word_list=WordList.TRIGGER, changes=rows, now=now)
    english, dutch, order_line = _told()
    assert english == ("In English: price or fee", "price or fee", "the bill")
    assert dutch == ("In Dutch: price or fee", "prijs of kosten", "de rekening")
    assert order_line[0] == "Order of a list: What set it off"
    assert order_line[1].startswith("waiting time, we could not be reached, the wrong product")
    assert order_line[2].startswith("we could not be reached, waiting time, the wrong product")
    with translation.override("nl"):
        assert _told()[2][0].startswith("Volgorde van een lijst: ")


def test_lines_of_a_product_stay_together_when_it_is_renamed(cast: Cast, now: dt.datetime) -> None:
    pump = create_product(actor=cast.bo, name="Heat pump", now=now)
    for name, is_active in (("Heat pump", False), ("Pump", False), ("Pump", True), ("Pump", True)):
        change_product(actor=cast.bo, product=pump, name=name, is_active=is_active, now=now)
    assert _told() == [
        ("Name of a product: Pump", "not set", "Heat pump"),
        ("In use: Pump", "yes", "no"),
        ("Name of a product: Pump", "Heat pump", "Pump"),
        ("In use: Pump", "no", "yes"),
    ]
    names = SettingChange.objects.values_list("name", flat=True)
    assert {noted(name).key for name in names} == {str(Product.objects.get().public_id)}


def test_log_asks_once_for_the_names_of_products(
    cast: Cast, now: dt.datetime, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for name in ("Gas", "Heat", "Water"):
        product = ProductFactory.create(name=name)
        change_product(actor=cast.bo, product=product, name=name, is_active=False, now=now)
    changes = list(SettingChange.objects.select_related("by", "team"))
    with django_assert_num_queries(2):
        assert len(in_words(changes)) == 3
