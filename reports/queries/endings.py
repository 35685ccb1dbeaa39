"""What customers did and how contacts ended, in the organisation's words of today."""

from typing import Any

from incidents.codes import WordList
from incidents.codes.after import KEPT_RELATION
from incidents.queries import words

Figures = dict[str, Any]

LISTS = {
    "behaviours": WordList.BEHAVIOUR,
    "outcomes": WordList.OUTCOME,
    "relations": WordList.RELATION_AFTER,
    "complaints": WordList.COMPLAINT_VALID,
}
# Every end but a contact that the customer broke off.
GOOD_ENDS = frozenset({1, 2, 3, 4, 5, 6})
GOOD = {WordList.OUTCOME: GOOD_ENDS, WordList.RELATION_AFTER: KEPT_RELATION}


def endings_in_words(frozen: dict[str, list[Figures]]) -> dict[str, list[Figures]]:
    """Give the frozen counts in the organisation's words of today, in the order of the lists."""
    return {name: _in_words(frozen.get(name, []), LISTS[name]) for name in LISTS}


def _in_words(rows: list[Figures], word_list: WordList) -> list[Figures]:
    counts = {row["number"]: row["reports"] for row in rows}
    return [
        {
            "label": word.label,
            "reports": counts[word.number],
            "is_good": word.number in GOOD.get(word_list, ()),
        }
        for word in words(word_list, with_hidden=True)
        if word.number in counts
    ]
