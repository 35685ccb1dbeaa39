"""What people do in the journeys: each function is one thing a person does in the browser."""

import re
from dataclasses import dataclass

from playwright.sync_api import Locator, Page


@dataclass
class Thumb:
    """Taps on a phone, and counts them."""

    taps: int = 0

    def tap(self, target: Locator) -> None:
        """Tap once; the browser scrolls there first, as a person does."""
        target.tap()
        self.taps += 1


def chip(page: Page, label: str) -> Locator:
    """Return the chip or choice of these words; below those of a choice stands an explanation."""
    words = re.compile(rf"^\s*{re.escape(label)}\s*($|[A-Z])")
    return page.locator("label.chip, label.choice").filter(has_text=words)


def send(page: Page) -> Locator:
    """Return the button that sends the report."""
    return page.get_by_role("button", name="Send report")


def fill_in(page: Page, behaviour: str, reading: str, wish: str, thumb: Thumb) -> None:
    """Give the two answers that are needed, and say when a check-in is welcome."""
    for label in (behaviour, reading, wish):
        thumb.tap(chip(page, label))


def tell_more(page: Page, *, reference: str, words: str) -> None:
    """Open "Add more now" and give the customer and one's own words."""
    page.locator("summary", has_text="Add more now").click()
    page.get_by_label("Which customer was it?").fill(reference)
    page.get_by_label("In your own words").fill(words)


def hold_talk(page: Page, *, note: str, support: str, by_whom: str, topic: str) -> None:
    """Write down a talk that was held, with a note, agreed support and a wish for training."""
    chip(page, "Yes").first.click()
    page.get_by_label("How does Ana say it’s going?").fill(note)
    chip(page, "Yes, with something in place").click()
    agreement = page.get_by_role("group", name="Agreement 1")
    agreement.get_by_label("What").fill(support)
    agreement.get_by_label("By whom").select_option(label=by_whom)
    chip(page, topic).click()
    page.get_by_role("button", name="Finish and share with Ana").click()


def answer(page: Page, sentence: str) -> None:
    """Tell the reporter in one sentence what was done."""
    page.get_by_label("What did you do?").fill(sentence)
    page.get_by_role("button", name="Send the answer").click()
