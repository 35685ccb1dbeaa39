"""The code lists as this organisation shows them."""

from dataclasses import dataclass

from django.utils import translation

from incidents.codes import LISTS, Behaviour, Severity, WordList
from incidents.codes.words import Word
from incidents.models import CodeWord


@dataclass(frozen=True)
class ShownWord:
    """One entry of a code list in the reader's language, the organisation's own words applied."""

    number: int
    key: str
    label: str
    is_hidden: bool
    in_front: bool
    is_grave: bool = False


def words(
    word_list: WordList, language: str | None = None, *, with_hidden: bool = False
) -> list[ShownWord]:
    """Return the entries of a list in the order to show them, hidden ones left out. One query.

    `language` is "en" or "nl"; None means the reader's. `with_hidden` is for reading what was
    chosen before an entry was hidden.
    """
    own = {word.key: word for word in CodeWord.objects.filter(word_list=word_list)}
    language = (language or translation.get_language() or "en")[:2]
    entries = sorted(
        enumerate(LISTS[word_list]), key=lambda pair: _place(own.get(pair[1].key), pair[0])
    )
    with translation.override(language):
        shown = [_shown(entry, own.get(entry.key), language) for _, entry in entries]
    return [word for word in shown if with_hidden or not word.is_hidden]


def _place(own: CodeWord | None, index: int) -> tuple[int, int]:
    """An own place wins over the built-in one; equal places keep the built-in order."""
    if own is None or own.position is None:
        return index, index
    return own.position, index


def _shown(entry: Word | Behaviour, own: CodeWord | None, language: str) -> ShownWord:
    label = getattr(own, f"label_{language}", "") if own else ""
    return ShownWord(
        number=entry.number,
        key=entry.key,
        label=label or str(entry.label),
        is_hidden=bool(own and own.is_hidden),
        in_front=isinstance(entry, Behaviour) and entry.in_front,
        is_grave=isinstance(entry, Behaviour) and entry.severity == Severity.PHYSICAL,
    )


def built_in_label(word_list: WordList, key: str, language: str) -> str:
    """Return what an entry is called where nobody chose another word."""
    entry = next(entry for entry in LISTS[word_list] if entry.key == key)
    with translation.override(language):
        return str(entry.label)


@dataclass(frozen=True)
class EditableWord:
    """One entry as the page for own words shows it, in both languages."""

    key: str
    label_en: str
    label_nl: str
    is_hidden: bool
    severity: int | None


def editable_words(word_list: WordList) -> list[EditableWord]:
    """Return every entry of a list in the order shown, hidden ones too. Two queries."""
    dutch = {word.key: word.label for word in words(word_list, "nl", with_hidden=True)}
    severity = {
        entry.key: int(entry.severity) for entry in LISTS[word_list] if isinstance(entry, Behaviour)
    }
    return [
        EditableWord(word.key, word.label, dutch[word.key], word.is_hidden, severity.get(word.key))
        for word in words(word_list, "en", with_hidden=True)
    ]
