"""No ranking of people: no list is sorted by person, nor narrowed to one outside a care task.

Whatever a list can be narrowed by stands in its address. So every word that a view reads from an
address is written down here, and so is every field of a form that is filled from one; what sorts a
list stands in the code and never in the address. A new word fails until it is looked at.
"""

import ast
import re
from collections.abc import Iterator
from importlib import import_module

from django import forms
from django.contrib.auth import get_user_model
from django.urls import URLPattern, URLResolver, get_resolver

from tests.architecture.tree import APPS, files, short

# What an address may narrow to: a unit, a time, a state, a thing of the customer's side.
WORDS = {"page", "team", "year", "month", "state", "kind", "due", "product", "channel", "site"}
WORDS |= {"severity", "setting", "area", "show", "as", "language", "revoked", "notice", "password"}
# A way of contact, an agreement, one's own or the team's promises, a scene to practise.
WORDS |= {"agreed", "period", "whose", "word", "step", "topic"}
# One report or customer to begin with, and what a form is filled with in advance.
WORDS |= {"call", "key", "other", "report"}
# The register of accounts and absences, for who keeps it: a name is looked up, nothing is counted.
REGISTER = {"people/views/absences.py": {"q"}, "people/views/persons.py": {"q", "role"}}
PERSON = re.compile(
    r"(?:^|/)\w*(?:person|people|user|colleague|reporter|staff|manager|employee)\w*/<"
)
ACCOUNTS = "people/<uuid:public_id>/"


def _is_address(node: ast.AST) -> bool:
    return isinstance(node, ast.Attribute) and node.attr in {"GET", "query_params"}


def _uses(path_and_tree: tuple[str, ast.AST]) -> Iterator[tuple[str, str]]:
    """Give each word a module reads from an address, and each form it fills from one."""
    path, tree = path_and_tree
    for node in ast.walk(tree):
        if isinstance(node, ast.Subscript) and _is_address(node.value):
            yield path, ast.unparse(node.slice)
        if isinstance(node, ast.Compare) and any(_is_address(one) for one in node.comparators):
            yield path, ast.unparse(node.left)
        if not isinstance(node, ast.Call):
            continue
        if isinstance(node.func, ast.Attribute) and _is_address(node.func.value):
            if node.func.attr in {"get", "getlist"}:
                yield path, ast.unparse(node.args[0])
        elif any(_is_address(one) for one in (*node.args, *(k.value for k in node.keywords))):
            yield path, ast.unparse(node.func)


def _all_uses() -> list[tuple[str, str]]:
    trees = [(short(p), ast.parse(p.read_text(encoding="utf-8"))) for p in files("*.py", *APPS)]
    return [use for tree in trees for use in _uses(tree)]


def _form(path: str, name: str) -> type[forms.Form]:
    module = import_module(path.removesuffix(".py").replace("/", "."))
    form: type[forms.Form] = vars(module)[name]
    return form


def test_every_word_of_an_address_is_known_and_none_is_a_person() -> None:
    found = [(path, use) for path, use in _all_uses() if not use[:1].isupper()]
    assert len(found) > 20
    unknown = {
        (path, use)
        for path, use in found
        if use[:1] not in "'\"" or use.strip("'\"") not in WORDS | REGISTER.get(path, set())
    }
    # What refuses every other word has to look at all of them.
    refuses = ("reports/views/refused.py", "set")
    assert unknown == {("incidents/views/help/come.py", "name"), refuses}


def test_no_form_in_an_address_has_a_field_of_persons() -> None:
    found = {(path, use) for path, use in _all_uses() if use[:1].isupper()}
    assert len(found) >= 5
    for path, name in found:
        fields = _form(path, name).base_fields
        assert set(fields) <= WORDS | REGISTER.get(path, set()), name
        for field in fields.values():
            queryset = getattr(field, "queryset", None)
            assert queryset is None or queryset.model is not get_user_model(), name


def test_what_sorts_a_list_stands_in_the_code() -> None:
    """An order of rows is written out, or is a name given beside it; never part of an address."""
    found = [
        f"{short(path)}:{node.lineno}"
        for path in files("*.py", *APPS)
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr == "order_by"
        and any(_is_chosen(argument) for argument in node.args)
    ]
    assert found == []


def _is_chosen(argument: ast.expr) -> bool:
    inner = argument.value if isinstance(argument, ast.Starred) else argument
    is_made = isinstance(inner, ast.JoinedStr | ast.Subscript)
    return is_made or any(_is_address(node) for node in ast.walk(inner))


def _routes(patterns: list[URLPattern | URLResolver], before: str = "") -> Iterator[str]:
    for each in patterns:
        if isinstance(each, URLResolver):
            yield from _routes(each.url_patterns, before + str(each.pattern))
        else:
            yield before + str(each.pattern)


def test_no_address_is_about_one_person_but_the_account_itself() -> None:
    routes = [r for r in _routes(get_resolver().url_patterns) if PERSON.search(r)]
    assert any(ACCOUNTS in route for route in routes)
    assert [route for route in routes if ACCOUNTS not in route] == []


def test_attackers_word_would_be_seen() -> None:
    """The checks find what they are for."""
    added = ast.parse("rows.filter(who=request.GET.get('person'))\nForm(self.request.GET, user=u)")
    assert set(_uses(("x.py", added))) == {("x.py", "'person'"), ("x.py", "Form")}
    assert PERSON.search("reports/colleague/<uuid:public_id>/")
