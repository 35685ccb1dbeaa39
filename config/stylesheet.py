"""Builds the one served style sheet: Bootstrap cut to what is used, then our own sheets.

Pure text work. Bootstrap goes into a lower cascade layer, so our plain rules win without
`!important`; only rules whose classes are all listed in `keep.txt` survive, and only the custom
properties that something still reads.
"""

import re
from collections.abc import Iterator

COMMENT = re.compile(r"/\*(?!!).*?\*/", re.DOTALL)
LICENCE = re.compile(r"/\*!.*?\*/", re.DOTALL)
CLASS = re.compile(r"\.(-?[_a-zA-Z][\w-]*)")
NEGATION = re.compile(r":not\([^)]*\)")
READ_PROPERTY = re.compile(r"var\((--[\w-]+)")
SET_PROPERTY = re.compile(r"(?<=[{;])(--bs-[\w-]+):[^;{}]*(;|(?=}))")
# Between these two the tokens sheet keeps its dark values.
DARK_START, DARK_END = "/* dark: */", "/* :dark */"


def build(bootstrap: str, keep: frozenset[str], sheets: list[str]) -> str:
    """Return the whole sheet: the licence, Bootstrap's layer, then `sheets` in their order."""
    licence = LICENCE.search(bootstrap)
    own = minify("\n".join(follow_device(sheet) for sheet in sheets))
    layer = cut(LICENCE.sub("", bootstrap).replace('@charset "UTF-8";', ""), keep)
    layer = drop_unread(layer, readers=layer + own)
    head = f"{licence.group()}\n" if licence else ""
    return f"{head}@layer bootstrap{{{layer}}}\n{own}\n"


def follow_device(sheet: str) -> str:
    """Repeat the dark tokens for devices that ask for dark while the account asks for nothing."""
    if DARK_START not in sheet:
        return sheet
    before, rest = sheet.split(DARK_START)
    tokens, after = rest.split(DARK_END)
    chosen = f'[data-bs-theme="dark"] {{{tokens}}}'
    device = f":root:not([data-bs-theme]) {{{tokens}}}"
    dark = f"@media screen {{{chosen}}} @media screen and (prefers-color-scheme: dark) {{{device}}}"
    return f"{before}{dark}{after}"


def minify(css: str) -> str:
    """Drop comments and needless space; spaces inside values and selectors stay single."""
    css = re.sub(r"\s+", " ", COMMENT.sub("", css))
    css = re.sub(r" ?([{};]) ?", r"\1", css)
    css = re.sub(r"([:,]) ", r"\1", css)
    return css.replace(";}", "}").strip()


def cut(css: str, keep: frozenset[str]) -> str:
    """Keep the rules whose classes are all in `keep`; grouping rules stay when one inside does."""
    kept = []
    for prelude, body in blocks(css):
        if prelude.startswith("@media"):
            inner = cut(body, keep)
            kept.append(f"{prelude}{{{inner}}}" if inner else "")
        elif not prelude.startswith("@"):
            selectors = [part for part in split_selectors(prelude) if is_wanted(part, keep)]
            kept.append(f"{','.join(selectors)}{{{body}}}" if selectors else "")
    return "".join(kept)


def is_wanted(selector: str, keep: frozenset[str]) -> bool:
    """Say whether every class that the selector needs is kept."""
    return set(CLASS.findall(NEGATION.sub("", selector))) <= keep


def blocks(css: str) -> Iterator[tuple[str, str]]:
    """Yield each top-level block as (what stands before the brace, what stands inside)."""
    depth = start = opened = 0
    for at, char in enumerate(css):
        if char == "{":
            depth += 1
            opened = at if depth == 1 else opened
        elif char == "}":
            depth -= 1
            if depth == 0:
                yield css[start:opened].strip(), css[opened + 1 : at]
                start = at + 1


def split_selectors(prelude: str) -> list[str]:
    """Split at the commas that stand outside brackets."""
    return re.split(r",(?![^(]*\))", prelude)


def drop_unread(layer: str, readers: str) -> str:
    """Take out custom properties that nothing reads, again and again until none is left."""
    smaller = _without_unread(layer, frozenset(READ_PROPERTY.findall(readers)))
    if smaller == layer:
        return re.sub(r"[^{}]*\{\}", "", layer)
    return drop_unread(smaller, readers.replace(layer, smaller))


def _without_unread(layer: str, read: frozenset[str]) -> str:
    return SET_PROPERTY.sub(lambda found: found.group() if found.group(1) in read else "", layer)
