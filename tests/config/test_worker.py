import subprocess
import sys
from multiprocessing import get_context

import pytest
from django.conf import settings

from config.celery import app
from tests.drills.parts import BASE_DIR

QUEUE = "test-of-the-folder"


def publish(first: int) -> None:
    with app.connection_for_write() as connection, connection.SimpleQueue(QUEUE) as queue:
        for number in range(first, first + 10):
            queue.put({"number": number})


@pytest.mark.drill
def test_folder_broker_serves_several_processes_at_once() -> None:
    publishers = [get_context("spawn").Process(target=publish, args=(n,)) for n in (0, 10)]
    for publisher in publishers:
        publisher.start()
    for publisher in publishers:
        publisher.join(60)
    numbers = set()
    with app.connection_for_read() as connection, connection.SimpleQueue(QUEUE) as queue:
        for _ in range(20):
            message = queue.get(timeout=10)
            numbers.add(message.payload["number"])
            message.ack()
    assert numbers == set(range(20))


def test_every_scheduled_task_exists() -> None:
    app.loader.import_default_modules()
    scheduled = {entry["task"] for entry in settings.CELERY_BEAT_SCHEDULE.values()}
    assert scheduled <= set(app.tasks)


def test_web_alone_gives_up_on_long_statements() -> None:
    code = "{}from django.conf import settings; print(settings.DATABASES['default']['OPTIONS'])"
    said = [
        subprocess.run(
            [sys.executable, "-c", code.format(entrance)],
            cwd=BASE_DIR,
            env={"DJANGO_SETTINGS_MODULE": "config.settings", "PATH": ""},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for entrance in ("import config.wsgi; ", "")
    ]
    assert "statement_timeout=5000" in said[0]
    assert "statement_timeout=0" in said[1]
