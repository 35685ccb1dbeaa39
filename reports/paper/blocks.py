"""From the tree of a page to blocks that a typesetter lays out; nothing is added."""

from typing import Any

from reports.paper.picture import picture
from reports.paper.tree import Node, is_left_out

Block = dict[str, Any]

SECTIONS = frozenset({"section", "div", "figure", "figcaption", "root", "header", "details"})
HEADINGS = {"h1": 1, "h2": 2, "h3": 3}
SMALL = frozenset({"sm", "xs", "why", "d", "l", "key", "quiet", "muted"})
GRIDS = {"kpis": 5, "sm-grid": 4, "even": 2}
INLINE = frozenset({"b", "strong", "span", "a", "em", "i", "br", "small", "svg"})
NOT_SHOWN = "×"


def blocks_of(node: Node) -> list[Block]:
    """Give the blocks inside an element, in reading order."""
    made: list[Block] = []
    loose: list[Node | str] = []
    for child in [*node.children, None]:
        if isinstance(child, str) or (child is not None and child.tag in INLINE - {"svg"}):
            loose.append(child)
            continue
        made += _paragraph(Node("p", {}, loose))
        loose = []
        if child is not None and not is_left_out(child):
            made += _block(child)
    return made


def _block(node: Node) -> list[Block]:
    if node.tag in HEADINGS:
        return [{"kind": "heading", "level": HEADINGS[node.tag], "runs": runs(node)}]
    if node.tag in MAKERS:
        return [MAKERS[node.tag](node)]
    return _section(node) if node.tag in SECTIONS else _paragraph(node)


def _section(node: Node) -> list[Block]:
    if "quote" in node.classes:
        return [{"kind": "quote", "blocks": blocks_of(node)}]
    if "signal" in node.classes:
        inner = blocks_of(node)
        pictures = [block for block in inner if block["kind"] == "picture"]
        words = [block for block in inner if block["kind"] != "picture"]
        return [{"kind": "signal", "words": words, "pictures": pictures}]
    for name, number in GRIDS.items():
        if name in node.classes:
            found = [_block(child) for child in node.elements if not is_left_out(child)]
            cells = [cell for cell in found if cell]
            return [{"kind": "grid", "columns": min(number, len(cells)), "cells": cells}]
    return blocks_of(node)


def _paragraph(node: Node) -> list[Block]:
    said = runs(node)
    if not said:
        return []
    look = "plain"
    if "lead" in node.classes:
        look = "lead"
    elif "v" in node.classes:
        look = "figure"
    elif node.classes & SMALL:
        look = "small"
    return [{"kind": "words", "look": look, "runs": said}]


def runs(node: Node) -> list[list[Any]]:
    """Give the words as pieces of [text, look], with single spaces."""
    pieces: list[list[Any]] = []
    _collect(node, "", pieces)
    joined: list[list[Any]] = []
    for text, look in pieces:
        words = " ".join(text.split())
        if text[:1].isspace() and joined and not joined[-1][0].endswith(" "):
            joined[-1][0] += " "
        if words:
            joined.append([words + (" " if text[-1:].isspace() else ""), look])
    if joined:
        joined[-1][0] = joined[-1][0].rstrip()
    return joined


def _collect(node: Node, look: str, pieces: list[list[Any]]) -> None:
    for child in node.children:
        if isinstance(child, str):
            pieces.append([child, look])
        elif "hatch" in child.classes:
            pieces.append([f"{NOT_SHOWN} ", look])
        elif not is_left_out(child):
            own = "strong" if child.tag in {"b", "strong"} else look
            _collect(child, "tag" if "tag" in child.classes else own, pieces)


def _picture(node: Node) -> Block:
    said = node.attributes.get("aria-label", "")
    return {"kind": "picture", "svg": picture(node), "alt": said}


def _list(node: Node) -> Block:
    rows = [child for child in node.elements if child.tag == "li" and not is_left_out(child)]
    if "teams" in node.classes:
        return {"kind": "table", "head": [], "rows": [_team(row) for row in rows], "heat": False}
    is_list = "list" not in node.classes
    return {"kind": "list", "marked": is_list, "items": [blocks_of(row) for row in rows]}


def _team(row: Node) -> list[Block]:
    parts = [child for child in row.elements if child.tag in {"span", "b"}]
    shown = [part for part in parts if "bar" not in part.classes]
    return [_cell(shown[0]), _cell(shown[-1], is_right=True)]


def _pairs(node: Node) -> Block:
    rows = [[_cell(part) for part in pair.elements] for pair in node.elements]
    return {"kind": "table", "head": [], "rows": rows, "heat": False}


def _table(node: Node) -> Block:
    head: list[Block] = []
    rows: list[list[Block]] = []
    for row in (found for found in node.walk() if found.tag == "tr"):
        cells = [_cell(cell) for cell in row.elements]
        is_head = all(cell.attributes.get("scope") != "row" for cell in row.elements)
        if is_head and not rows and not head:
            head = cells
        else:
            rows.append(cells)
    return {"kind": "table", "head": head, "rows": rows, "heat": "heat" in node.classes}


def _cell(node: Node, *, is_right: bool = False) -> Block:
    """Give a cell; a depth of colour from 0 to 5 where it is one of the hours of a week."""
    depth = [name[2:] for name in node.classes if name.startswith("ht") and len(name) == 3]
    text = NOT_SHOWN if "x" in depth else node.text()
    is_number = is_right or bool(node.classes & {"r", "text-end"})
    return {
        "text": text,
        "right": is_number,
        "wide": int(node.attributes.get("colspan", "1")),
        "depth": int(depth[0]) if depth and depth[0].isdigit() else None,
    }


MAKERS = {"svg": _picture, "table": _table, "dl": _pairs, "ul": _list, "ol": _list}
