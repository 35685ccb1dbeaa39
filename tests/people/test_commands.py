import datetime as dt
import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from people.ids import hash_of
from people.models import ApiToken, Membership, User
from tests.cast import Cast
from tests.factories import TeamFactory


def _run(*arguments: str) -> str:
    out = StringIO()
    call_command(*arguments, stdout=out, stderr=StringIO())
    return out.getvalue().strip()


@pytest.mark.django_db
def test_token_is_printed_once_and_kept_as_a_hash() -> None:
    clear = _run("token", "create", "--name", "crm", "--scope", "incident:create")
    token = ApiToken.objects.get()
    assert token.token_hash == hash_of(clear)
    assert clear not in _run("token", "list")
    assert token.expires_at - token.created_at == dt.timedelta(days=365)


@pytest.mark.django_db
def test_token_with_a_taken_name_or_an_unknown_scope_is_refused() -> None:
    _run("token", "create", "--name", "crm", "--scope", "incident:create")
    with pytest.raises(CommandError, match="already"):
        _run("token", "create", "--name", "crm", "--scope", "incident:create")
    with pytest.raises(CommandError, match="invalid choice"):
        _run("token", "create", "--name", "other", "--scope", "everything")


@pytest.mark.django_db
def test_token_is_revoked_at_once_and_twice_without_harm() -> None:
    _run("token", "create", "--name", "crm", "--scope", "incident:create")
    _run("token", "revoke", "--name", "crm")
    first = ApiToken.objects.get().revoked_at
    _run("token", "revoke", "--name", "crm")
    assert ApiToken.objects.get().revoked_at == first
    assert "revoked" in _run("token", "list")
    with pytest.raises(CommandError, match="no token"):
        _run("token", "revoke", "--name", "unknown")


@pytest.mark.django_db
def test_first_accounts_can_sign_in_with_their_roles(client: Client) -> None:
    team = TeamFactory.create()
    made = json.loads(_run("first_accounts", "--json"))
    assert [account["role"] for account in made] == ["admin", "hr", "manager"]
    for account in made:
        login = {"login": account["sign_in_name"], "password": account["password"]}
        assert Client().post("/sign-in/", login).status_code == 302
    assert User.objects.get(sign_in_name="admin").is_admin
    assert User.objects.get(sign_in_name="hr").is_hr
    assert User.objects.get(sign_in_name="manager").led_team_ids == [team.pk]


@pytest.mark.django_db
def test_first_accounts_run_twice_make_nothing_but_lead_new_teams() -> None:
    TeamFactory.create()
    _run("first_accounts")
    new = TeamFactory.create()
    assert json.loads(_run("first_accounts", "--json")) == []
    _run("first_accounts")
    assert User.objects.count() == 3
    assert Membership.objects.filter(team=new).count() == 1


def test_first_manager_leads_only_teams_without_one(cast: Cast) -> None:
    lonely = TeamFactory.create()
    _run("first_accounts")
    assert User.objects.get(sign_in_name="manager").led_team_ids == [lonely.pk]
