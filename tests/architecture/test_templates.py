"""Templates keep to the strict content security policy and to escaping."""

import re

from tests.architecture.tree import APPS, files, short

FORBIDDEN = {
    "a style attribute": re.compile(r"\sstyle\s*=", re.I),
    "a script of its own": re.compile(r"<script(?![^>]*\ssrc=)", re.I),
    "a style of its own": re.compile(r"<style\b", re.I),
    "a handler in an attribute": re.compile(r"\son[a-z]+\s*=\s*[\"']", re.I),
    "unescaped output": re.compile(r"\|\s*safe\b|\{%\s*autoescape off"),
    "a picture that is neither named nor hidden": re.compile(
        r"<svg(?![^>]*(aria-hidden=\"true\"|role=\"img\" aria-label=))"
    ),
    "something from another host": re.compile(r"(src|href)=[\"'](https?:)?//(?!\{)", re.I),
}


def test_templates_hold_nothing_forbidden() -> None:
    found = [
        f"{short(path)}: {what}"
        for path in files("*.html", *APPS, "config")
        for what, pattern in FORBIDDEN.items()
        if pattern.search(path.read_text(encoding="utf-8"))
    ]
    assert found == []
