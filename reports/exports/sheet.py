"""Setting a page as a PDF. Fonts come with the typesetter; nothing is fetched."""

import json
from pathlib import Path
from typing import Any

import typst
from django.template.loader import render_to_string
from django.utils.translation import get_language

from reports.paper.blocks import blocks_of
from reports.paper.tree import tree_of

_PAGE = Path(__file__).with_name("sheet.typ")


def paper(template: str, shown: dict[str, Any], *, title: str, foot: str, mark: str = "") -> bytes:
    """Set what a template says, in the language of now; the same context gives the same bytes.

    `foot` stands at the foot of every page, `mark` on top of it.
    """
    sheet = {
        "title": title,
        "foot": foot,
        "mark": mark,
        "language": (get_language() or "en").partition("-")[0],
        "blocks": blocks_of(tree_of(render_to_string(template, shown))),
    }
    made = typst.Compiler(
        input=_PAGE.read_bytes(),
        ignore_system_fonts=True,
        sys_inputs={"sheet": json.dumps(sheet, sort_keys=True)},
    ).compile(format="pdf", pdf_standards="ua-1")
    assert isinstance(made, bytes)  # noqa: S101 - one file, for pdf
    return made
