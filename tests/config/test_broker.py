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
    with connect() as connection:
        queue = connection.SimpleQueue("whole")
        writer.start()
        read = [queue.get(timeout=30) for _ in range(MESSAGES)]
    writer.join()
    assert [message.payload["n"] for message in read] == list(range(MESSAGES))
    assert not list(tmp_path.glob(".*.msg"))


def test_queues_are_bound_by_many_at_once(tmp_path: Path) -> None:
    folder = str(tmp_path)
    options = {"data_folder_in": folder, "data_folder_out": folder, "control_folder": folder}
    failed: list[Exception] = []

    def bind(number: int) -> None:
        try:
            with Connection(app.conf.broker_url, transport_options=options) as connection:
                for turn in range(20):
                    channel = connection.channel()
                    channel._queue_bind("shared", "key", "", f"queue-{number}-{turn}")
        except Exception as error:  # noqa: BLE001 - it would end in the thread unseen
            failed.append(error)

    binders = [Thread(target=bind, args=(number,)) for number in range(4)]
    for binder in binders:
        binder.start()
    for binder in binders:
        binder.join()
    assert failed == []
    with Connection(app.conf.broker_url, transport_options=options) as connection:
        assert len(connection.channel().get_table("shared")) == 80
