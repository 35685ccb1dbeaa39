from django.test import Client

from incidents.codes import BEHAVIOURS, CHANNELS
from incidents.models import CodeWord
from people.models import ApiToken
from tests.api.conftest import TOKEN

AUTH = {"Authorization": f"Token {TOKEN}"}


def test_codes_list_what_a_report_is_made_of(client: Client, token: ApiToken) -> None:
    codes = client.get("/api/v1/codes/", headers=AUTH).json()
    assert [code["key"] for code in codes["behaviours"]] == [b.key for b in BEHAVIOURS]
    assert codes["behaviours"][0] == {
        "key": "shouting", "label": "raised their voice", "severity": "S1",
    }  # fmt: skip
    assert len(codes["channels"]) == len(CHANNELS)
    assert [word["number"] for word in codes["readings"]] == [1, 2, 3, 4]
    assert [word["key"] for word in codes["wish_when"]][-1] == "none"
    assert [word["key"] for word in codes["prepared"]] == ["yes", "partly", "no"]


def test_codes_use_the_organisations_words(client: Client, token: ApiToken) -> None:
    CodeWord.objects.create(word_list="channel", key="phone", label_en="call", label_nl="bellen")
    CodeWord.objects.create(word_list="channel", key="event", is_hidden=True)
    headers = {**AUTH, "Accept-Language": "nl"}
    channels = client.get("/api/v1/codes/", headers=headers).json()["channels"]
    assert {"key": "phone", "label": "bellen"} in channels
    assert "event" not in {word["key"] for word in channels}


def test_codes_are_read_only(client: Client, token: ApiToken) -> None:
    assert client.post("/api/v1/codes/", headers=AUTH).status_code == 405
