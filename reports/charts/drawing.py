"""From a Vega-Lite description to a picture that a page may carry; used by the worker alone.

The picture is stored as a tree of [tag, attributes, content], content being text or more nodes,
so nothing has to be trusted when it is put into a page: only tags and attributes of the short list
exist in it, and the template tag escapes every value. Colours are CSS custom properties, so one
picture serves both themes and print; there are no style attributes, which the CSP would refuse.
"""

from typing import Any
from xml.etree import ElementTree

import vl_convert

from reports.charts.allowed import ATTRIBUTES, TAGS

Node = list[Any]

VEGA_LITE = "6.4"
CONFIG = {"aria": False, "view": {"stroke": None}, "background": None}


def drawn(spec: dict[str, Any]) -> Node:
    """Draw a Vega-Lite description and keep what a page may carry, as an `svg` node."""
    whole = spec | {"config": CONFIG | spec.get("config", {})}
    svg = vl_convert.vegalite_to_svg(whole, vl_version=VEGA_LITE, allowed_base_urls=[])
    root = ElementTree.fromstring(svg)  # noqa: S314 - written by our own renderer just now
    return ["svg", {"viewBox": root.attrib["viewBox"]}, _children(root)]


def _children(element: ElementTree.Element) -> list[Node]:
    nodes = [_node(child) for child in element]
    return [node for node in nodes if node is not None]


def _node(element: ElementTree.Element) -> Node | None:
    tag = element.tag.rpartition("}")[2]
    if tag not in TAGS or element.get("display") == "none" or element.get("class") == "background":
        return None
    attributes = {
        key: value for key, value in element.attrib.items() if key in ATTRIBUTES - {"class"}
    }
    if element.get("font-weight"):
        attributes["class"] = "k"
    content = element.text or "" if tag == "text" else _children(element)
    if not content and tag in {"g", "text"}:
        return None
    return [tag, attributes, content]
