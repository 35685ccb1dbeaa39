import pytest
from django.test import Client


@pytest.mark.django_db
def test_healthz_and_readyz_answer_without_sign_in(client: Client) -> None:
    assert client.get("/healthz").json() == {"status": "ok"}
    assert client.get("/readyz").json()["status"] == "ok"
