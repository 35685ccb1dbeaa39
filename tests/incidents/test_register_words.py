"""Words for behaviours, channels and complaints to the keys of the code lists."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from incidents import codes
from incidents.codes.words import Word
from incidents.register.words import (
    BEHAVIOUR_KEYS,
    CHANNEL_KEYS,
    COMPLAINT_KEYS,
    read_behaviours,
    read_channel,
    read_complaint,
)


def test_words_know_exactly_the_keys_of_the_code_lists() -> None:
    assert set(BEHAVIOUR_KEYS) == set(codes.BEHAVIOUR_BY_KEY)
    assert set(CHANNEL_KEYS) == set(codes.CHANNEL_BY_KEY)
    assert set(COMPLAINT_KEYS) == set(codes.COMPLAINT_VALID_BY_KEY)


@pytest.mark.parametrize("entry", codes.BEHAVIOURS, ids=lambda entry: entry.key)
def test_words_read_every_key_and_every_chip(entry: codes.Behaviour) -> None:
    assert read_behaviours(entry.key) == (entry.key,)
    assert read_behaviours(str(entry.label).upper()) == (entry.key,)


@pytest.mark.parametrize("entry", codes.CHANNELS, ids=lambda entry: entry.key)
def test_words_read_every_channel(entry: Word) -> None:
    assert read_channel(entry.key) == entry.key
    assert read_channel(str(entry.label).title()) == entry.key


@pytest.mark.parametrize("entry", codes.COMPLAINT_VALID, ids=lambda entry: entry.key)
def test_words_read_every_judgement(entry: Word) -> None:
    assert read_complaint(entry.key) == entry.key
    assert read_complaint(str(entry.label)) == entry.key


@pytest.mark.parametrize(
    ("key", "words"),
    [
        ("swearing", "schelden, Schold, uitgescholden, schold mij uit, scheldpartij, gevloekt"),
        ("swearing", "swearing, Swore, sworn, cursing, foul language, swear words at me"),
        ("shouting", "schreeuwen, schreeuwde, geschreeuw, stemverheffing, shouted, yelling"),
        ("personal_insult", "beledigen, beledigd, belediging, insults, insulted, verbal abuse"),
        ("personal_insult", "verbale agressie, gekleineerd, kleineren, belittled, name-calling"),
        ("pushing", "blijven drammen, bleef drammen, drammen, kept pushing, bleef aandringen"),
        ("discrimination", "discriminatie, gediscrimineerd, racisme, racist remarks"),
        ("threat_words", "dreigen, bedreigen, bedreigd, bedreiging, Threats, threatened me"),
        ("intimidation", "intimidatie, geïntimideerd, intimidating, stalking, blocked"),
        ("persistence", "blijven bellen, kept calling, repeated calls, called again and again"),
        ("refuses_to_leave_or_hang_up", "weigert te vertrekken, refused to leave, won't hang up"),
        ("refuses_to_leave_or_hang_up", "wil niet weg, weigerde de winkel te verlaten"),
        ("filming_or_posting_staff", "filmen, gefilmd, filmed me, video, foto's gemaakt"),
        ("review_or_legal_threat", "dreigen met een advocaat, threatened with a lawsuit, lawsuit"),
        ("property", "vernieling, vernield, schade, damage, vandalism, threw things, broke"),
        ("spit_or_touch", "duwen, geduwd, pushed, spugen, spuugde, spat, touched, aangeraakt"),
        ("physical", "slaan, geslagen, sloeg, schoppen, fysiek geweld, hit, punched, violence"),
        ("weapon", "wapen, mes, knife, weapon, bedreigd met een mes"),
        ("sexual", "seksuele intimidatie, seksuele opmerkingen, sexual harassment, sexual remarks"),
        ("humiliation_demand", "vernederende eis, humiliating demand"),
        ("disrespect", "onbeleefd, respectloos, rude, disrespectful, brutaal, onbeschoft gedrag"),
        ("other", "anders, overig, other, iets anders"),
        ("tense", "gespannen, tense, boos, angry customer"),
    ],
)  # fmt: skip
def test_words_read_verbs_and_variants(key: str, words: str) -> None:
    for word in words.split(", "):
        assert read_behaviours(word) == (key,), word


@pytest.mark.parametrize(
    "cell",
    [
        "schelden, dreigen", "Dreigen; schelden", "schelden/dreigen", "schelden + dreigen",
        "schelden en dreigen", "swearing and threat", "schelden\ndreigen", "- schelden\n- dreigen",
        "schelden, dreigen,", "schelden & dreigen", "schelden (meermaals), dreigen",
        "SCHELDEN|threat", "threat and swear words",
        "schelden, schold, en bedreigd", "swearing, and threatened",
    ],
)  # fmt: skip
def test_words_read_several_behaviours_in_a_cell(cell: str) -> None:
    assert read_behaviours(cell) == ("swearing", "threat_words")


@pytest.mark.parametrize(
    "cell",
    [
        "", " ", "-", "onzin", "schelden, onzin", "onzin en schelden", "niet gescholden", "geen",
        "none",
        "n.v.t.", "onbekend", "=schelden", "vriendelijk", "?", "schelden dreigen", "12",
        "fun", "bad", "=SUM(A1)",
    ],
)  # fmt: skip
def test_words_never_guess_a_behaviour(cell: str) -> None:
    assert read_behaviours(cell) == ()


@pytest.mark.parametrize(
    ("key", "words"),
    [
        ("counter", "balie, Counter, aan de balie, front desk, face-to-face"),
        ("phone", "telefoon, telefonisch, per telefoon, by phone, Tel., phone call"),
        ("email", "e-mail, email, mail, per e-mail, E-Mails"),
        ("chat", "chat, livechat, WhatsApp, via chat"),
        ("store_floor", "winkel, in de winkel, shop floor, store"),
        ("home_visit", "huisbezoek, home visit, aan huis, bij de klant thuis, on site"),
        ("social_media", "social media, sociale media, Facebook, via Twitter"),
        ("review_site", "recensie, review site, Google reviews"),
        ("letter", "brief, letter, per post, schriftelijk"),
        ("event", "evenement, event, bijeenkomst"),
        ("other", "anders, overig, other, onbekend"),
    ],
)
def test_words_read_channels(key: str, words: str) -> None:
    for word in words.split(", "):
        assert read_channel(word) == key, word


def test_words_leave_an_empty_channel_open_and_refuse_an_unknown_one() -> None:
    assert read_channel("") == "other"
    assert read_channel("postduif") is None


@pytest.mark.parametrize(
    ("key", "words"),
    [
        ("valid", "ja, Ja, YES, terecht, gegrond, valid, true"),
        ("partly", "deels, gedeeltelijk, partly, partially"),
        ("unfounded", "nee, no, onterecht, ongegrond, unfounded, niet terecht"),
        ("unknown", "onbekend, unknown, weet niet, onduidelijk"),
        ("not_a_complaint", "geen klacht, not a complaint, n.v.t."),
        ("", ",-,?"),
    ],
)
def test_words_read_whether_the_complaint_was_right(key: str, words: str) -> None:
    for word in words.split(", ") if key else words.split(","):
        assert read_complaint(word) == key, word
    assert read_complaint("blauw") is None


@given(
    keys=st.lists(st.sampled_from(BEHAVIOUR_KEYS), min_size=1, max_size=5, unique=True),
    mark=st.sampled_from([", ", ";", " / ", "\n", " en ", " and "]),
)
def test_words_read_any_list_of_keys(keys: list[str], mark: str) -> None:
    assert read_behaviours(mark.join(keys)) == tuple(sorted(keys))
