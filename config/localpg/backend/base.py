"""The backend Django loads by name; all else is its own PostgreSQL backend."""

from typing import Any

import psycopg
from django.db.backends.postgresql import base

from config import localpg


class DatabaseWrapper(base.DatabaseWrapper):
    """Starts the server at the first connection, and again when it was killed meanwhile."""

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:  # noqa: ANN401 - Django's
        """Connect, with one more look at the server when the first try fails."""
        own = localpg.server(self.settings_dict["FLAVOUR"])
        try:
            own.ensure()
            try:
                return super().get_new_connection(conn_params)
            except psycopg.OperationalError:
                own.ensure(again=True)
                return super().get_new_connection(conn_params)
        except localpg.ServerUnavailable as error:
            raise psycopg.OperationalError(str(error)) from error
