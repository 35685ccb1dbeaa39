import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wellbeing.keeping import months_after, span_from
from wellbeing.sealing import CannotOpen, KeyRing, Sealed

OLD, NEW, PLACE = "an old key of many characters", "a new key of many characters", b"row 1"


@given(st.text())
def test_words_come_back_as_they_were(words: str) -> None:
    ring = KeyRing([NEW])
    sealed = ring.seal(words, PLACE)
    assert ring.open(sealed, PLACE) == words
    assert not words.strip() or len(words) < 4 or words.encode() not in sealed.data


def test_first_key_seals_and_every_key_opens() -> None:
    before = KeyRing([OLD]).seal("mine", PLACE)
    ring = KeyRing([NEW, OLD])
    assert ring.open(before, PLACE) == "mine"
    assert ring.seal("mine", PLACE).key_id == KeyRing([NEW]).present != before.key_id
    with pytest.raises(CannotOpen):
        KeyRing([NEW]).open(before, PLACE)


def test_words_open_in_their_own_place_alone() -> None:
    ring = KeyRing([NEW])
    sealed = ring.seal("mine", PLACE)
    changed = Sealed(sealed.key_id, sealed.data[:-1] + bytes([sealed.data[-1] ^ 1]))
    for wrong, place in ((sealed, b"row 2"), (changed, PLACE), (Sealed(sealed.key_id, b""), PLACE)):
        with pytest.raises(CannotOpen):
            ring.open(wrong, place)


def test_same_words_never_look_the_same() -> None:
    ring = KeyRing([NEW])
    assert ring.seal("mine", PLACE).data != ring.seal("mine", PLACE).data


def test_id_of_a_key_is_no_part_of_it() -> None:
    assert KeyRing([NEW]).present not in NEW.encode().hex()


def test_months_end_within_the_month() -> None:
    assert months_after(dt.date(2028, 2, 29), 12) == dt.date(2029, 2, 28)
    assert months_after(dt.date(2026, 12, 31), 2) == dt.date(2027, 2, 28)
    assert months_after(dt.date(2026, 11, 22), 24) == dt.date(2028, 11, 22)


def test_span_reaches_from_tomorrow_to_two_years() -> None:
    today = dt.date(2026, 11, 22)
    span = span_from(today)
    assert (span.first, span.usual) == (dt.date(2026, 11, 23), dt.date(2027, 11, 22))
    assert span.holds(dt.date(2028, 11, 22))
    assert not span.holds(dt.date(2028, 11, 23))
    assert not span.holds(today)
