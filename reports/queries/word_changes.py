"""Dated changes of words and products, in words."""

from collections.abc import Iterable, Mapping

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from incidents.codes import LIST_TITLES, LISTS, WordList
from incidents.codes.noted import PRODUCT, Noted, Part, noted
from incidents.models import Product
from incidents.queries.words import built_in_label

Names = Mapping[str, str]


def names_of_products(settings: Iterable[str]) -> Names:
    """Give what each product that a setting is of is called now, by its public id. One query."""
    if not any(noted(name).of == PRODUCT for name in settings):
        return {}
    return {str(key): name for key, name in Product.objects.values_list("public_id", "name")}


def label_of(name: str, products: Names) -> str:
    """Say what was set of a word, a list or a product."""
    setting = noted(name)
    if setting.of == PRODUCT:
        product = {"product": products.get(setting.key, setting.key)}
        if setting.part == Part.NAME:
            return _("Name of a product: %(product)s") % product
        return _("In use: %(product)s") % product
    if not setting.key:
        title = LIST_TITLES[WordList(setting.of)]
        return _("Order of a list: %(list)s") % {"list": title}
    word = {"word": _word(setting)}
    if setting.part == Part.ENGLISH:
        return _("In English: %(word)s") % word
    if setting.part == Part.DUTCH:
        return _("In Dutch: %(word)s") % word
    return _("Hidden from its list: %(word)s") % word


def value_of(name: str, value: object) -> str:
    """Say what it was, or became."""
    setting = noted(name)
    if isinstance(value, list):
        return ", ".join(_word(Noted(setting.of, key)) for key in value)
    if setting.part == Part.SHOWN:
        return _("yes") if value else _("no")
    return str(value) if value else _("not set")


def _word(setting: Noted) -> str:
    """Name an entry as it is built in; by its key when it is in no list any more."""
    keys = {entry.key for entry in LISTS[WordList(setting.of)]}
    if setting.key not in keys:
        return setting.key
    return built_in_label(WordList(setting.of), setting.key, get_language() or "en")
