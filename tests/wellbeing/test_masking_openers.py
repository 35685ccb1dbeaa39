"""Names that open a sentence or are shouted: masked where they are surely names, else shown."""

import re
import tomllib

import pytest
from django.conf import settings
from django.utils.translation import override

from config.demo import words as demo
from wellbeing.guidance import CARDS
from wellbeing.masking import Known, doubtful, find, mask

KNOWN = Known(
    customers=("Petra van der Meer", "Karel Roos"),
    colleagues=("Zoë Amrani", "Will de Wit"),
    places=("Alkmaar",),
)
OPENS = re.compile(r"(?:^|[.!?:“]\s*)[“]?[A-Z]", re.M)

# (text, what is masked, what is left as it is and shown to a second pair of eyes)
TABLE = [
    ("Petra came in. Petra left.", ["Petra"], []),
    ("PETRA, GA WEG! ALKMAAR IS LEEG.", ["PETRA", "ALKMAAR"], ["LEEG"]),
    ("Zoe bleef rustig. zoe ging weg.", ["Zoe", "zoe"], []),
    ("Kees came in and shouted.", [], ["Kees"]),
    ("Then it stopped. Kees left at once.", [], ["Kees"]),
    ("Hij riep. “Kees, kom hier”, zei hij.", [], ["Kees"]),
    ("YOU ARE LATE, FATIMA", [], ["FATIMA"]),
    ("Ik zag Kees. KEES BLEEF STAAN. Kees ging.", ["KEES", "Kees"], ["BLEEF"]),
    ("Jan de Vries kwam. Vries riep.", ["Jan", "Vries"], []),
    ("Mevrouw Jansma riep. JANSMA BLEEF.", ["Jansma", "JANSMA"], ["BLEEF"]),
    ("Mijn naam is sjoerd, zei hij. sjoerd liep weg.", ["sjoerd"], []),
    ("Kees’ jas lag er. Fatima's tas ook.", [], ["Kees", "Fatima"]),
    ("Zeppelin is a band; a zeppelin is a ship.", [], []),
    ("Customers waited. Shouting went on. Daarna werd het stil.", [], []),
    ("STOP, I SAID. LAAT ME MET RUST!", [], []),
    ("de man plukte een roos, and I will stay", [], ["roos", "will"]),
    ("During the talk they bring a string; onderweg overslaan in het gangpad.", [], []),
    ("Onderweg gebeurde het. Buiten was het stil.", [], []),
    ("Dorpsstraat, de kerkstraat en Lindelaan; at bergweg 12", ["straat", "laan", "weg 12"], []),
]


@pytest.mark.parametrize(("text", "gone", "shown"), TABLE, ids=lambda value: str(value)[:24])
def test_sure_names_are_masked_and_doubtful_words_are_shown(
    text: str, gone: list[str], shown: list[str]
) -> None:
    for language in ("en", "nl"):
        masked = mask(text, KNOWN, language)
        assert not [piece for piece in gone if piece in masked]
        if not gone:
            assert masked == text
    assert doubtful(text, KNOWN) == shown


def test_names_of_words_are_not_asked_of_who_may_not_know_them() -> None:
    """A small "roos" in the list would say that somebody is called so."""
    text = "de man plukte een roos, and I will stay"
    assert doubtful(text, Known()) == []


@pytest.mark.parametrize("name", demo.FIRST)
def test_no_first_name_escapes_where_it_opens_or_is_shouted(name: str) -> None:
    for text in (f"{name} kwam binnen.", f"It stopped. {name} left.", f"STOP, {name.upper()}, NU!"):
        assert doubtful(text, Known()) or find(text, Known())


def _shipped(language: str) -> str:
    texts = [
        tomllib.loads(path.read_text("utf-8"))[language]
        for path in sorted((settings.BASE_DIR / "wellbeing/practice").glob("*.toml"))
    ]
    assert len(texts) == 12
    return "\n".join(part for text in texts for part in text.values())


@pytest.mark.parametrize("language", ["en", "nl"])
def test_texts_that_name_nobody_are_hardly_pointed_at(language: str) -> None:
    """Precision: the shipped scenarios, and texts that the list was not written beside."""
    text = _shipped(language)
    assert len(OPENS.findall(text)) > 300
    assert doubtful(text, Known()) == []
    assert {hit.kind for hit in find(text, Known())} <= {"date", "time"}, "days and times"
    with override(language):
        cards = "\n".join(
            str(line) for card in CARDS for line in (card.title, card.lead, *card.lines)
        )
    assert find(cards, Known()) == []
    assert len(doubtful(cards, Known())) <= len(OPENS.findall(cards)) / 10
