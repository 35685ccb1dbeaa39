"""Asking axe about a page: WCAG 2.0 to 2.2 A and AA, and best practice."""

from typing import Any, Literal

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page

Theme = Literal["light", "dark"]

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa", "best-practice"]
EVERYTHING = {"type": "tag", "values": TAGS}
# What a theme can change.
COLOURS = {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}
RUN = """rules => axe.run(document, {runOnly: rules, resultTypes: ["violations"]}).then(found =>
  found.violations.flatMap(v => v.nodes.map(n => `${v.id}: ${n.target} ${n.failureSummary}`)))"""
CHANGE_THEME = "theme => { document.documentElement.dataset.bsTheme = theme }"
# Colours that are on their way to the other theme would be measured half-way.
HOLD_STILL = """() => {
  const still = new CSSStyleSheet();
  still.replaceSync("*, *::before, *::after { transition: none !important; animation: none }");
  document.adoptedStyleSheets = [still];
}"""
LAY_OPEN = """() => {
  for (const box of document.querySelectorAll("details:not(.more)")) box.open = true;
  for (const toast of document.querySelectorAll("[data-toast]")) toast.remove();
}"""
# Two would speak at the same time.
POLITE = """() => document.querySelectorAll("[role=status], [aria-live=polite], output").length"""
# A window that was just made narrower takes some frames to lay the page out again.
OVERFLOW = """async () => {
  const wider = () => document.scrollingElement.scrollWidth - innerWidth;
  for (let n = 0; wider() > 0 && n < 60; n += 1) await new Promise(requestAnimationFrame);
  return wider();
}"""


def load(page: Page) -> None:
    """Bring axe into the page; the content policy does not apply to the test's own script."""
    page.evaluate(AXE_SCRIPT)


def change_theme(page: Page, theme: Theme) -> None:
    """Show the page in this theme."""
    page.evaluate(HOLD_STILL)
    page.evaluate(CHANGE_THEME, theme)


def violations(page: Page, theme: Theme, *, rules: dict[str, Any] = EVERYTHING) -> list[str]:
    """Return what axe has against the page in this theme, with everything folded laid open."""
    page.evaluate(LAY_OPEN)
    change_theme(page, theme)
    found: list[str] = page.evaluate(RUN, rules)
    return found


def overflow(page: Page) -> int:
    """Return by how many pixels the page is wider than the window."""
    return int(page.evaluate(OVERFLOW))


def polite_regions(page: Page) -> int:
    """Return how many places of the page speak by themselves."""
    return int(page.evaluate(POLITE))
