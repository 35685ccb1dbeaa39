"""Errors of the domain: a rule said no, in words the reader understands."""

from collections.abc import Container
from typing import Protocol

from django.utils.functional import Promise


class Form(Protocol):
    """What a form must offer to show an error; forms of Django do."""

    @property
    def fields(self) -> Container[str]: ...

    def add_error(self, field: str | None, error: str, /) -> None:
        """Show an error at a field, or above the whole form."""


class RuleBroken(Exception):
    """A rule refuses what was asked.

    `field` is the name of the input the message belongs to ("" for the whole), so that the form,
    the API and the import show the same sentence at the same place.
    """

    def __init__(self, message: "str | Promise", *, field: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.field = field

    def show_in(self, form: Form) -> None:
        """Put the sentence at the input it belongs to."""
        form.add_error(self.field if self.field in form.fields else None, str(self.message))
