"""Budgets that keep a file readable in one go."""

from statistics import quantiles

from tests.architecture.tree import APPS, files, functions, lines_of, short

LONGEST_FILE, LONGEST_FUNCTION, LONGEST_TEMPLATE = 300, 40, 120
PRODUCT = (*APPS, "config")


def too_long(sizes: dict[str, int], limit: int) -> list[str]:
    return [f"{name}: {size} lines" for name, size in sizes.items() if size > limit]


def test_files_stay_within_their_limit() -> None:
    sizes = {short(path): lines_of(path) for path in files("*.py")}
    assert too_long(sizes, LONGEST_FILE) == []


def test_functions_stay_within_their_limit() -> None:
    sizes = {name: size for path in files("*.py") for name, size in functions(path)}
    assert too_long(sizes, LONGEST_FUNCTION) == []


def test_templates_stay_within_their_limit() -> None:
    sizes = {short(path): lines_of(path) for path in files("*.html", *PRODUCT)}
    assert too_long(sizes, LONGEST_TEMPLATE) == []


def test_most_functions_and_files_are_small() -> None:
    function_sizes = [size for path in files("*.py", *PRODUCT) for _, size in functions(path)]
    file_sizes = [lines_of(path) for path in files("*.py", *PRODUCT)]
    tenths = quantiles(function_sizes, n=10)
    assert tenths[8] <= 20
    assert tenths[4] <= 12
    assert quantiles(file_sizes, n=10)[8] <= 200
