import io
import logging
from collections.abc import Callable

import pytest

from config.logs import Scrub, describe

CANARY = "he shouted kanarie-7"


@pytest.fixture
def log() -> tuple[logging.Logger, Callable[[], str]]:
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.addFilter(Scrub())
    logger = logging.getLogger("scrubbed")
    logger.propagate = False
    logger.handlers = [handler]
    return logger, stream.getvalue


def test_exception_loses_its_text_and_keeps_its_place(
    log: tuple[logging.Logger, Callable[[], str]],
) -> None:
    logger, written = log
    try:
        int(CANARY)
    except ValueError:
        logger.exception("could not")
    assert CANARY not in written()
    assert "ValueError" in written()
    assert "test_logs.py" in written()


def test_exception_below_another_loses_its_text_too(
    log: tuple[logging.Logger, Callable[[], str]],
) -> None:
    logger, written = log
    try:
        try:
            raise KeyError(CANARY)
        except KeyError as error:
            raise RuntimeError(CANARY) from error
    except RuntimeError:
        logger.exception("could not")
    assert CANARY not in written()
    assert "KeyError" in written()


def test_exception_as_argument_or_message_is_described(
    log: tuple[logging.Logger, Callable[[], str]],
) -> None:
    logger, written = log
    logger.warning("failed: %s", ValueError(CANARY))
    logger.warning(ValueError(CANARY))
    assert CANARY not in written()
    assert written().count("ValueError") == 2


def test_celery_failure_keeps_the_task_and_loses_the_quotes(
    log: tuple[logging.Logger, Callable[[], str]],
) -> None:
    logger, written = log
    told = {"name": "sweep", "exc": f"ValueError('{CANARY}')", "traceback": CANARY, "args": CANARY}
    try:
        raise ValueError(CANARY)
    except ValueError:
        logger.exception("Task %(name)s raised: %(exc)s\n%(traceback)s %(args)s", told)
    assert CANARY not in written()
    assert "sweep raised: ValueError" in written()


def test_describe_keeps_texts_that_hold_no_values() -> None:
    assert describe(FileNotFoundError(2, "No such file")).endswith("No such file")
    assert describe(ValueError("secret")) == "ValueError"
