"""A report sent on a phone, completed next, corrected with a date, a file refused by its name."""

from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import FilePayload, expect

from incidents.models import Attachment, Incident, Narrative
from tests.cast import Cast
from tests.incidents.pictures import SVG, jpeg_with_place
from tests.journeys.conftest import SignIn
from tests.journeys.story import Thumb, chip, fill_in, send

pytestmark = pytest.mark.journey


def test_report_is_completed_and_corrected_on_a_phone(
    told: Cast, sign_in: SignIn, tmp_path: Path, settings: Any
) -> None:
    settings.FILES_DIR = str(tmp_path / "files")
    page, thumb = sign_in(told.ana), Thumb()
    page.goto("/report/new/")
    fill_in(page, "insulted or belittled me", "Over the line", "Tomorrow", thumb)
    thumb.tap(send(page))
    page.get_by_role("link", name="Customer, product, your own words").click()
    page.get_by_label("In your own words").fill("It began at the till.")
    chip(page, "price or fee").click()
    chip(page, "ended the contact").click()
    bad: FilePayload = {"name": "plan.svg", "mimeType": "image/png", "buffer": SVG}
    good: FilePayload = {"name": "till.jpg", "mimeType": "image/jpeg", "buffer": jpeg_with_place()}
    page.get_by_label("Add files").set_input_files([good, bad])
    page.get_by_role("button", name="Save details").click()
    summary = page.locator("[role=alert]")
    expect(summary).to_contain_text("“plan.svg”: this is no JPEG, PNG or PDF.")
    expect(page.get_by_label("In your own words")).to_have_value("It began at the till.")
    expect(page.locator("[name=trigger][value=price]")).to_be_checked()
    expect(page.get_by_role("link", name="till.jpg", exact=True)).to_be_visible()
    page.get_by_role("button", name="Save details").click()
    expect(summary).to_contain_text("ended without a warning")
    page.get_by_label("Ended without a warning: why?").fill("They had walked out already.")
    page.get_by_role("button", name="Save details").click()
    expect(page.get_by_text("Added to your report.")).to_be_visible()
    expect(page.get_by_text("They had walked out already.")).to_be_visible()
    page.get_by_role("link", name="Add details or a correction").click()
    page.get_by_label("In your own words").fill("It was the other till.")
    page.get_by_role("button", name="Save details").click()
    expect(page.get_by_text("You added to what was written").first).to_be_visible()
    bodies = [row.body for row in Narrative.objects.all()]
    assert bodies == ["It began at the till.", "It was the other till."]
    assert Incident.objects.get().trigger is not None
    assert Attachment.objects.count() == 1
