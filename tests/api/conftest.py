import datetime as dt
import json
from collections.abc import Callable
from typing import Any

import pytest
from django.core.cache import caches
from django.test import Client

from people.ids import hash_of
from people.models import ApiToken
from tests.cast import Cast

TOKEN = "luwte-test-token"
Send = Callable[..., Any]


@pytest.fixture
def token(db: None) -> ApiToken:
    caches["local"].clear()
    now = dt.datetime.now(dt.UTC)
    return ApiToken.objects.create(
        name="Desk system",
        token_hash=hash_of(TOKEN),
        scopes=["incident:create"],
        created_at=now,
        expires_at=now + dt.timedelta(days=30),
    )


@pytest.fixture
def body(cast: Cast) -> dict[str, Any]:
    """A full report, as another system sends it."""
    occurred_at = dt.datetime.now(dt.UTC) - dt.timedelta(minutes=20)
    return {
        "occurred_at": occurred_at.isoformat(),
        "team": "Desk North",
        "reported_by": "ana@luwte.example",
        "channel": "phone",
        "behaviours": ["threat_words", "shouting"],
        "reading": 2,
    }


@pytest.fixture
def send(client: Client, token: ApiToken) -> Send:
    def post(body: Any, key: str | None = "k1", **headers: str) -> Any:
        if key is not None:
            headers["Idempotency-Key"] = key
        data = body if isinstance(body, str) else json.dumps(body)
        return client.post(
            "/api/v1/incidents/",
            data,
            content_type="application/json",
            headers={"Authorization": f"Token {TOKEN}", **headers},
        )

    return post
