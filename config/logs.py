"""Keep what people wrote out of the log.

An exception's text can quote a value that somebody typed: the database names the row it refused,
a parser names what it could not read. So a log line tells where and of which class, with the
database's error code and constraint; it quotes the text of a few classes alone, which never
hold a value.
"""

import logging
import re
import traceback
from collections.abc import Iterator, Mapping
from http import HTTPStatus
from types import TracebackType
from typing import Any

import psycopg
from django.core.exceptions import ImproperlyConfigured

# What goes to the console: events and ids.
LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {
        "scrub": {"()": "config.logs.Scrub"},
        "expected": {"()": "config.logs.Expected"},
    },
    "formatters": {"line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "handlers": {
        "console": {
            "class": "logging.StreamHandler",
            "formatter": "line",
            "filters": ["scrub"],
        }
    },
    "root": {"handlers": ["console"], "level": "INFO"},
    "loggers": {
        "django.server": {"handlers": ["console"], "level": "WARNING", "propagate": False},
        "django": {"handlers": ["console"], "level": "WARNING", "propagate": False},
        "django.request": {"level": "ERROR", "filters": ["expected"]},
        # These two warn at every start about what is meant to be so.
        "celery.beat": {"level": "ERROR"},
        "kombu.connection": {"level": "ERROR"},
    },
}

ExcInfo = tuple[type[BaseException], BaseException, TracebackType | None]
# Who knows these addresses is let in, so the token in them stays out of the log.
SECRET_PATH = re.compile(r"(/(?:calendar|invitation)/)[^/\s?]+")
# Texts of these come from the code or the system, never from a form or a row.
QUOTABLE = (AttributeError, ImportError, ImproperlyConfigured, NameError, OSError)


class Scrub(logging.Filter):
    """Rewrites a record so that no exception speaks for itself; lets every record pass."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Replace the exceptions of the record by what is safe to say about them."""
        if record.exc_info and record.exc_info[0] is not None:
            record.args = _without_quotes(record.args, record.exc_info[1])
            record.exc_text = "\n".join(_told(record.exc_info[1]))
            record.exc_info = None
        if isinstance(record.args, tuple):
            record.args = tuple(_safe(value) for value in record.args)
        if isinstance(record.msg, str):
            record.msg = SECRET_PATH.sub(r"\1…", record.msg)
        if isinstance(record.msg, BaseException):
            record.msg = describe(record.msg)
        return True


class Expected(logging.Filter):
    """Leaves out that a page was not available: the page says so itself, every two seconds."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Pass all but 503, which we answer on purpose while something loads or is not ready."""
        return getattr(record, "status_code", 0) != HTTPStatus.SERVICE_UNAVAILABLE


def describe(error: BaseException) -> str:
    """Name an exception without its text: class, database code and constraint."""
    name = type(error).__qualname__
    found = _database_error(error)
    if found is not None:
        facts = (found.sqlstate, found.diag.constraint_name)
        return " ".join([name, *(fact for fact in facts if fact)])
    return f"{name}: {error}" if isinstance(error, QUOTABLE) else name


def _database_error(error: BaseException) -> psycopg.Error | None:
    """Return psycopg's own error, which Django hangs below the class it raises."""
    if isinstance(error, psycopg.Error):
        return error
    cause = error.__cause__
    return cause if isinstance(cause, psycopg.Error) else None


def _chain(error: BaseException | None) -> Iterator[BaseException]:
    """Give the exception and what led to it, each once, last raised first."""
    seen: set[int] = set()
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        yield error
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)


def _told(error: BaseException | None) -> Iterator[str]:
    for link in _chain(error):
        yield describe(link)
        yield from (line.rstrip() for line in traceback.format_tb(link.__traceback__))


def _safe(value: object) -> object:
    if isinstance(value, str):
        return SECRET_PATH.sub(r"\1…", value)
    return describe(value) if isinstance(value, BaseException) else value


def _without_quotes(
    arguments: tuple[object, ...] | Mapping[str, object] | None, error: BaseException | None
) -> tuple[object, ...] | Mapping[str, object] | None:
    """Celery hands its log the exception a second time, as text, with the task's arguments."""
    if not isinstance(arguments, Mapping) or error is None:
        return arguments
    quoting = {"exc": describe(error), "traceback": "", "args": "()", "kwargs": "{}"}
    return {name: quoting.get(name, value) for name, value in arguments.items()}
