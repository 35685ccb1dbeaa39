"""Errors of the domain: a rule said no, in words the reader understands."""

from django.utils.functional import Promise


class RuleBroken(Exception):
    """A rule refuses what was asked.

    `field` is the name of the input the message belongs to ("" for the whole), so that the form,
    the API and the import show the same sentence at the same place.
    """

    def __init__(self, message: "str | Promise", *, field: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.field = field
