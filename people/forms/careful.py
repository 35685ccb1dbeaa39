"""Free text about a person or a customer: it carries a hint, and asks once about medical words.

Nothing is refused for a word: who means it ticks the box beside the text and sends again.
"""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from people.medical import ASKED, medical_words

KEEP = "_keep"


class Written(str):
    """What was typed, and whether its writer wants to keep these words."""

    is_meant: bool = False


class _Careful(forms.Widget):
    """Draws the hint above the control; the box below once its writer has ticked it.

    Before that the box stands under the question about the words, with what a form was refused for.
    """

    has_hint = True

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:  # noqa: ANN401 - as Django's widgets take it
        context = super().get_context(name, value, attrs)
        drawn = context["widget"]
        drawn |= {
            "control": super().template_name,
            "has_hint": self.has_hint,
            "keep": f"{name}{KEEP}",
            "is_meant": getattr(value, "is_meant", False) and medical_words(str(value)),
        }
        identity = drawn["attrs"].get("id")
        if identity and self.has_hint:
            known = drawn["attrs"].get("aria-describedby", "")
            drawn["attrs"]["aria-describedby"] = f"{known} {identity}_careful".strip()
        return context

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:  # noqa: ANN401 - as above
        value = super().value_from_datadict(data, files, name)
        if value is None:
            return None
        written = Written(value)
        written.is_meant = bool(data.get(f"{name}{KEEP}"))
        return written

    def format_value(self, value: Any) -> str | None:  # noqa: ANN401 - as above
        return None if value in {None, ""} else str(value)


class CarefulTextarea(_Careful, forms.Textarea):
    """Several lines."""

    template_name = "people/widgets/careful.html"


class CarefulInput(_Careful, forms.TextInput):
    """One line."""

    template_name = "people/widgets/careful.html"


class CarefulField(forms.CharField):
    """A free text that has to do without health; `has_hint` False where the page says so once."""

    widget = CarefulInput

    def __init__(
        self,
        *,
        rows: int | None = None,
        has_hint: bool = True,
        attrs: dict[str, Any] | None = None,
        **options: Any,  # noqa: ANN401 - of a form field
    ) -> None:
        attrs = dict(attrs or {})
        widget = CarefulTextarea({"rows": rows, **attrs}) if rows else CarefulInput(attrs)
        widget.has_hint = has_hint
        super().__init__(widget=widget, **options)

    def clean(self, value: Any) -> Any:  # noqa: ANN401 - as Django's fields take it
        text = super().clean(value)
        ask_once(text, is_meant=getattr(value, "is_meant", False))
        return text


def ask_once(text: str, *, is_meant: bool) -> None:
    """Raise a question about medical words, unless the writer has said that they are meant."""
    found = medical_words(text)
    if found and not is_meant:
        raise ValidationError(
            _(
                "This reads as medical: %(words)s. Better say what helps at work. "
                "Do you mean it? Tick “Keep these words” and send again."
            ),
            code=ASKED,
            params={"words": ", ".join(found)},
        )
