"""What production must be told when it is set up in a way that leaks."""

from collections.abc import Sequence

from django.apps import AppConfig
from django.core import checks
from django.db import DatabaseError, connections

# A failing statement is logged with its row, its text or its parameters unless all of these hold.
QUIET_LOG = {
    "log_error_verbosity": "terse",
    "log_min_error_statement": "panic",
    "log_parameter_max_length": "0",
    "log_parameter_max_length_on_error": "0",
}


def database_log(
    app_configs: Sequence[AppConfig] | None, databases: Sequence[str] | None, **kwargs: object
) -> list[checks.CheckMessage]:
    """Warn of a server whose log would hold what people wrote."""
    return [warning for alias in databases or () for warning in _loud_settings(alias)]


def _loud_settings(alias: str) -> list[checks.CheckMessage]:
    query = "SELECT name, setting FROM pg_settings WHERE name = ANY(%s)"
    try:
        with connections[alias].cursor() as cursor:
            cursor.execute(query, [list(QUIET_LOG)])
            found = dict(cursor.fetchall())
    except DatabaseError:
        return []  # whoever asked cannot go on without the database anyway, and says so
    wrong = [name for name, value in QUIET_LOG.items() if found.get(name) != value]
    if not wrong:
        return []
    role = connections[alias].settings_dict["USER"]
    wanted = " ".join(f"ALTER ROLE {role} SET {name} = '{QUIET_LOG[name]}';" for name in wrong)
    return [
        checks.Warning(
            "The database server may write what people reported into its log.",
            hint=f"Run as a superuser: {wanted}",
            id="luwte.W001",
        )
    ]
