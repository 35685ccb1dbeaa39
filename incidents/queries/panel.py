"""One thing that stands beside a report on its page."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Panel:
    """A template of this app and what it shows, under the name `panel`."""

    template: str
    content: object
