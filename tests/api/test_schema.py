from pathlib import Path

import pytest
from django.core.management import call_command
from django.test import Client

from people.models import ApiToken
from tests.api.conftest import TOKEN
from tests.cast import Cast


def test_schema_is_made_without_warnings(tmp_path: Path) -> None:
    target = tmp_path / "schema.yml"
    call_command("spectacular", "--validate", "--fail-on-warn", "--file", str(target))
    text = target.read_text()
    for part in ("/api/v1/incidents/", "/api/v1/codes/", "Idempotency-Key", "problem+json"):
        assert part in text
    assert "with:" in text


def test_schema_is_for_people_who_are_signed_in_and_systems(
    client: Client, cast: Cast, token: ApiToken
) -> None:
    assert client.get("/api/v1/schema/").status_code == 401
    headers = {"Authorization": f"Token {TOKEN}"}
    assert client.get("/api/v1/schema/", headers=headers).status_code == 200
    client.force_login(cast.bo)
    assert client.get("/api/v1/schema/").status_code == 200


@pytest.mark.django_db
def test_schema_describes_errors_by_one_shape(client: Client, cast: Cast) -> None:
    client.force_login(cast.bo)
    schema = client.get("/api/v1/schema/?format=json").json()
    answers = schema["paths"]["/api/v1/incidents/"]["post"]["responses"]
    assert set(answers) == {"200", "201", "400", "401", "403", "406", "409", "415", "429"}
    for status in ("400", "409", "429"):
        content = answers[status]["content"]["application/problem+json"]
        assert content["schema"]["$ref"].endswith("/Problem")
