"""The queue in a folder: what a worker can see is whole."""

from pathlib import Path
from threading import Thread

from kombu.connection import Connection

from config.celery import app

MESSAGES = 300


def test_messages_are_never_read_half_written(tmp_path: Path) -> None:
    folder = str(tmp_path)
    options = {"data_folder_in": folder, "data_folder_out": folder, "control_folder": folder}

    def connect() -> Connection:
        return Connection(app.conf.broker_url, transport_options=options)

    def fill() -> None:
        with connect() as connection:
            queue = connection.SimpleQueue("whole")
            for n in range(MESSAGES):
                queue.put({"n": n, "padding": "x" * 50_000})

    writer = Thread(target=fill)
    writer.start()
    with connect() as connection:
        queue = connection.SimpleQueue("whole")
        read = [queue.get(timeout=30) for _ in range(MESSAGES)]
    writer.join()
    assert [message.payload["n"] for message in read] == list(range(MESSAGES))
    assert not list(tmp_path.glob(".*.msg"))
