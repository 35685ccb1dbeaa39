"""The organisation's own products, and its wording, order and hiding of the code lists."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from incidents.codes import LISTS, WordList
from incidents.codes.noted import PRODUCT, Noted, Part
from incidents.models import CodeWord, Product
from incidents.queries.words import built_in_label, editable_words
from people.errors import RuleBroken
from people.models import SettingChange, User
from people.operations import note_settings


@dataclass(frozen=True)
class WordChange:
    """How one entry is to be shown; an empty label means the built-in one."""

    key: str
    label_en: str
    label_nl: str
    is_hidden: bool


@transaction.atomic
def change_words(
    *, actor: User, word_list: WordList, changes: list[WordChange], now: dt.datetime
) -> list[CodeWord]:
    """Show a code list in the organisation's own words, in the order given.

    Checks: every entry of the list is there once, and at least one is not hidden. Writes: a row
    per entry that differs from what is built in, or all of them when the order does; what is
    hidden, shown again, reworded or put in another order, in the log of settings.
    """
    built_in = [entry.key for entry in LISTS[word_list]]
    keys = [change.key for change in changes]
    if sorted(keys) != sorted(built_in):
        raise RuleBroken(_("This list has changed. Open the page again."))
    if all(change.is_hidden for change in changes):
        raise RuleBroken(_("One word at least must stay visible."))
    is_reordered = keys != built_in
    rows = [
        _row(word_list, change, place if is_reordered else None)
        for place, change in enumerate(changes)
    ]
    kept = [row for row in rows if _is_own(row)]
    before = _shown(word_list)
    CodeWord.objects.filter(word_list=word_list).delete()
    made = CodeWord.objects.bulk_create(kept)
    _note(actor, before, _shown(word_list), now)
    return made


def _shown(word_list: WordList) -> dict[str, Any]:
    """Name what is set of a list: its order, both words of each entry, what is hidden."""
    entries = editable_words(word_list)
    found: dict[str, Any] = {str(Noted(word_list)): [entry.key for entry in entries]}
    for entry in entries:
        found[str(Noted(word_list, entry.key, Part.ENGLISH))] = entry.label_en
        found[str(Noted(word_list, entry.key, Part.DUTCH))] = entry.label_nl
        if entry.is_hidden:
            found[str(Noted(word_list, entry.key))] = True
    return found


def _note(
    actor: User, before: Mapping[str, Any], after: Mapping[str, Any], now: dt.datetime
) -> None:
    area = SettingChange.Area.WORDS
    note_settings(actor=actor, area=area, before=before, after=after, now=now)


def _row(word_list: WordList, change: WordChange, position: int | None) -> CodeWord:
    def own(label: str, language: str) -> str:
        built_in = built_in_label(word_list, change.key, language)
        return "" if label.strip() == built_in else label.strip()

    return CodeWord(
        word_list=word_list,
        key=change.key,
        label_en=own(change.label_en, "en"),
        label_nl=own(change.label_nl, "nl"),
        position=position,
        is_hidden=change.is_hidden,
    )


def _is_own(row: CodeWord) -> bool:
    return bool(row.label_en or row.label_nl or row.is_hidden or row.position is not None)


@transaction.atomic
def create_product(*, actor: User, name: str, now: dt.datetime) -> Product:
    """Add a product or service.

    Checks: the name is free. Writes: the product, and its name in the log of settings.
    """
    _check_name(name, without=None)
    product = Product.objects.create(name=name.strip())
    _note(actor, {}, {str(Noted(PRODUCT, str(product.public_id), Part.NAME)): product.name}, now)
    return product


@transaction.atomic
def change_product(
    *, actor: User, product: Product, name: str, is_active: bool, now: dt.datetime
) -> Product:
    """Rename a product or take it out of use; reports about it stay.

    Checks: the name is free. Writes: the product; what changed of it, in the log of settings.
    """
    _check_name(name, without=product)
    before = _of_product(product)
    product.name = name.strip()
    product.is_active = is_active
    product.save(update_fields=["name", "is_active"])
    _note(actor, before, _of_product(product), now)
    return product


def _of_product(product: Product) -> dict[str, Any]:
    key = str(product.public_id)
    return {
        str(Noted(PRODUCT, key, Part.NAME)): product.name,
        str(Noted(PRODUCT, key)): product.is_active,
    }


def _check_name(name: str, *, without: Product | None) -> None:
    same = Product.objects.filter(name__iexact=name.strip())
    if same.exclude(pk=without.pk if without else 0).exists():
        raise RuleBroken(_("There is a product with this name already."), field="name")
