"""Markup of our own templates as a small tree."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser

VOID = frozenset({"br", "hr", "img", "input", "col", "link", "meta", "wbr"})
# What a printed page leaves out: ways elsewhere, words for the ear alone, the picture for a phone.
LEFT_OUT = frozenset({"no-print", "vh", "only-m"})


@dataclass
class Node:
    """An element with its children; a text is a `str` among them."""

    tag: str
    attributes: dict[str, str] = field(default_factory=dict)
    children: "list[Node | str]" = field(default_factory=list)

    @property
    def classes(self) -> frozenset[str]:
        return frozenset(self.attributes.get("class", "").split())

    @property
    def elements(self) -> "list[Node]":
        return [child for child in self.children if isinstance(child, Node)]

    def walk(self) -> "Iterator[Node]":
        """Give every element inside, in reading order."""
        for child in self.elements:
            yield child
            yield from child.walk()

    def text(self) -> str:
        """Give the words as they are seen, in single spaces."""
        parts = (
            child if isinstance(child, str) else "" if is_left_out(child) else child.text()
            for child in self.children
        )
        return " ".join("".join(parts).split())


def is_left_out(node: Node) -> bool:
    """Say whether paper does without an element; an icon says nothing that words do not."""
    if node.tag == "svg":
        return node.attributes.get("role") != "img"
    return node.tag in {"form", "nav", "script"} or bool(node.classes & LEFT_OUT)


def tree_of(markup: str) -> Node:
    """Read markup; every element that is opened is closed, as our templates do."""
    reader = _Reader()
    reader.feed(markup)
    reader.close()
    return reader.root


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.root = Node("root")
        self._open = [self.root]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        node = Node(tag, {key: value or "" for key, value in attrs})
        self._open[-1].children.append(node)
        if tag not in VOID:
            self._open.append(node)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._open[-1].children.append(Node(tag, {key: value or "" for key, value in attrs}))

    def handle_endtag(self, tag: str) -> None:
        if tag not in VOID:
            self._open.pop()

    def handle_data(self, data: str) -> None:
        self._open[-1].children.append(data)
