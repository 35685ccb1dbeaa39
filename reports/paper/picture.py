"""A picture of a page as one for paper: colours and looks stand in it, not in a stylesheet."""

import re
from html import escape

from reports.paper.tree import Node

# The light colours of the page, as `tokens.css` has them; a test compares.
COLOURS = {
    "--ink": "#17292b",
    "--ink-3": "#586b6c",
    "--c-line": "#17595b",
    "--c-bar": "#5d9291",
    "--c-muted": "#9fb0ac",
    "--c-hi": "#b8501c",
    "--c-band": "#e3ece8",
    "--c-grid": "#e4eae7",
    "--c-axis": "#9aabaa",
    "--surface": "#ffffff",
}
_ROUND = 'stroke-linejoin="round" stroke-linecap="round"'
LOOKS = {
    "c-axis": 'stroke="{--c-axis}" stroke-width="1"',
    "c-band": 'fill="{--c-band}"',
    "c-fill": 'fill="{--c-bar}"',
    "c-mid": 'stroke="{--c-muted}" stroke-width="1.25" stroke-dasharray="3 3" fill="none"',
    "c-ref": 'stroke="{--c-axis}" stroke-width="1" stroke-dasharray="2 3"',
    "c-line": 'stroke="{--c-line}" stroke-width="2" fill="none" ' + _ROUND,
    "c-line2": 'stroke="{--c-muted}" stroke-width="2" fill="none" ' + _ROUND,
    "c-hi": 'stroke="{--c-hi}" stroke-width="2.5" fill="none" ' + _ROUND,
    "c-dot": 'fill="{--c-line}"',
    "c-doth": 'fill="{--c-hi}"',
    "c-dotm": 'fill="{--surface}" stroke="{--c-line}" stroke-width="1.75"',
    "range": 'opacity="0.45"',
    "k": 'fill="{--ink}" font-weight="bold" font-size="13"',
    "h": 'fill="{--c-hi}" font-weight="bold" font-size="13"',
}
FONT = 'font-family="Libertinus Serif"'
_TEXT = 'fill="{--ink-3}" font-size="12"'
# A reader of markup writes names in small letters; a picture does not.
_NAMES = {"viewbox": "viewBox", "preserveaspectratio": "preserveAspectRatio"}
_VARIABLE = re.compile(r"var\((--[a-z0-9-]+)\)")


def picture(node: Node) -> str:
    """Write an `svg` element so that it stands on its own."""
    box = node.attributes["viewbox"]
    inner = "".join(_written(child) for child in node.elements)
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{escape(box)}" {FONT}>{inner}</svg>'


def _written(node: Node) -> str:
    known = _looks(node)
    own = {
        _NAMES.get(key, key): _VARIABLE.sub(lambda found: COLOURS[found[1]], value)
        for key, value in node.attributes.items()
        if key != "class" and not key.startswith("aria-")
    }
    pairs = {**known, **own}
    attributes = "".join(f' {key}="{escape(value)}"' for key, value in pairs.items())
    inner = "".join(
        escape(child) if isinstance(child, str) else _written(child) for child in node.children
    )
    return f"<{node.tag}{attributes}>{inner}</{node.tag}>"


def _looks(node: Node) -> dict[str, str]:
    looks = [_TEXT] if node.tag == "text" else []
    looks += [LOOKS[name] for name in sorted(node.classes) if name in LOOKS]
    found: dict[str, str] = {}
    for look in looks:
        for key, value in re.findall(r'([a-z-]+)="([^"]*)"', look):
            found[key] = COLOURS.get(value.strip("{}"), value)
    return found
