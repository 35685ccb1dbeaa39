"""How a form follows a rule of the operations: same sentence, at the same field."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from people.errors import RuleBroken


def follow(rule: Callable[..., None], *values: object) -> None:
    """Apply a rule, speaking as a form field does."""
    try:
        rule(*values)
    except RuleBroken as problem:
        raise ValidationError(str(problem.message)) from None


def refuse(form: forms.Form, problem: RuleBroken, names: dict[str, str] | None = None) -> None:
    """Show a broken rule at its field, or above the form when it belongs to none of them."""
    name = (names or {}).get(problem.field, problem.field)
    form.add_error(name if name in form.fields else None, str(problem.message))


def same_message(message: Any, *kinds: str) -> dict[str, Any]:  # noqa: ANN401 - a lazy text
    """Let one sentence stand for several mistakes of a field."""
    return dict.fromkeys(kinds, message)


def attempted(
    form: forms.Form, act: Callable[[], object], names: dict[str, str] | None = None
) -> bool:
    """Say whether a form was sent and the operation took it; a refusal stands in the form."""
    if not form.is_valid():
        return False
    try:
        act()
    except RuleBroken as problem:
        refuse(form, problem, names)
        return False
    return True
