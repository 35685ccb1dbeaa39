"""What the checks look at: the product's own files, without anything made or installed."""

import ast
from collections.abc import Iterator
from pathlib import Path

BASE_DIR = Path(__file__).resolve().parent.parent.parent
APPS = ("people", "incidents", "wellbeing", "reports")
ROOMS = (*APPS, "config", "tests", "bench", "docs", "deploy", "locale", ".ci")
MADE = {"__pycache__", "static", "migrations"}


def files(pattern: str, *rooms: str) -> Iterator[Path]:
    """Give the files of these rooms (all without a name) that match."""
    for room in rooms or ROOMS:
        for path in sorted((BASE_DIR / room).rglob(pattern)):
            if path.is_file() and not MADE & set(path.relative_to(BASE_DIR).parts):
                yield path


def short(path: Path) -> str:
    """Return the path as it is written in the project."""
    return path.relative_to(BASE_DIR).as_posix()


def functions(path: Path) -> Iterator[tuple[str, int]]:
    """Give each function of a module by name with its number of lines, decorators apart."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            end = node.end_lineno or node.lineno
            yield f"{short(path)}:{node.lineno} {node.name}", end - node.lineno + 1


def lines_of(path: Path) -> int:
    """Count the lines that hold something."""
    return sum(1 for line in path.read_text(encoding="utf-8").splitlines() if line.strip())
