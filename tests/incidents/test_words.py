import pytest
from pytest_django import DjangoAssertNumQueries

from incidents.codes import BEHAVIOURS, WordList
from incidents.models import CodeWord
from incidents.queries import words

pytestmark = pytest.mark.django_db


def test_words_without_own_wording_are_the_built_in_list(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    with django_assert_num_queries(1):
        shown = words(WordList.BEHAVIOUR, "en")
    assert [word.key for word in shown] == [behaviour.key for behaviour in BEHAVIOURS]
    assert shown[0].label == "raised their voice"
    assert shown[0].in_front


def test_words_take_the_organisations_own_wording_per_language() -> None:
    CodeWord.objects.create(
        word_list=WordList.CHANNEL, key="counter", label_en="desk", label_nl="loket"
    )
    assert words(WordList.CHANNEL, "en")[0].label == "desk"
    assert words(WordList.CHANNEL, "nl")[0].label == "loket"


def test_words_leave_out_hidden_entries_unless_asked() -> None:
    CodeWord.objects.create(word_list=WordList.CHANNEL, key="counter", is_hidden=True)
    assert "counter" not in {word.key for word in words(WordList.CHANNEL)}
    assert "counter" in {word.key for word in words(WordList.CHANNEL, with_hidden=True)}


def test_words_follow_the_organisations_order() -> None:
    CodeWord.objects.create(word_list=WordList.CHANNEL, key="counter", position=2)
    CodeWord.objects.create(word_list=WordList.CHANNEL, key="phone", position=0)
    assert [word.key for word in words(WordList.CHANNEL)][:3] == ["phone", "counter", "email"]
