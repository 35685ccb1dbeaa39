import pytest
from django.db import IntegrityError, connection, connections, transaction

from config.checks import QUIET_LOG, database_log
from config.localpg import server
from config.logs import describe

CANARY = "kanarie-vloog-weg"
OWN_SERVER = "FLAVOUR" in connections["default"].settings_dict


@pytest.mark.django_db
@pytest.mark.skipif(not OWN_SERVER, reason="another server logs as its owner says")
def test_own_server_keeps_what_people_wrote_out_of_its_log() -> None:
    assert database_log(None, ["default"]) == []
    with connection.cursor() as cursor:
        cursor.execute("CREATE TEMP TABLE told (words text, moment int NOT NULL)")
        with pytest.raises(IntegrityError) as caught, transaction.atomic():
            cursor.execute("INSERT INTO told VALUES (%s, NULL)", [CANARY])
    assert CANARY in str(caught.value)  # the refused row speaks, so whoever logs it must not
    log = (server("test").data / "server.log").read_text(encoding="utf-8")
    assert "violates" in log
    assert CANARY not in log
    assert CANARY not in describe(caught.value)


@pytest.mark.django_db
def test_loud_server_is_warned_of() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET log_parameter_max_length_on_error = -1")
        try:
            warnings = database_log(None, ["default"])
        finally:
            cursor.execute("SET log_parameter_max_length_on_error = 0")
    assert [warning.id for warning in warnings] == ["luwte.W001"]
    assert "SET log_parameter_max_length_on_error = '0'" in str(warnings[0].hint)


@pytest.mark.django_db
def test_session_keeps_parameters_out_of_error_messages() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SHOW log_parameter_max_length_on_error")
        assert cursor.fetchone() == ("0",)
    assert set(QUIET_LOG) >= {"log_error_verbosity", "log_min_error_statement"}
