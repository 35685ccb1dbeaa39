"""Every text has its translation, keeps its values and its tone, and comes from the code of now."""

import ast
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

import pytest
from django.conf import settings
from django.template.base import Lexer, TokenType
from django.utils.translation import override

from config.catalogue import Entry, entries
from config.management.commands.makemessages import ROOMS, collected, merge
from config.navigation import ADMIN, ADVISER, HR, MANAGER, STAFF
from tests.architecture.tree import files, short

LANGUAGES = [code for code, _name in settings.LANGUAGES if code != settings.LANGUAGE_CODE]
VALUE = re.compile(r"%(?:\(\w+\))?[sd%]|\{\w+\}")
# Words that make a file of a person; the interface has none of them, in no language.
UNWANTED = re.compile(
    r"\b(incident|victim|offender|perpetrator|case|ticket|debrief|compliance"
    r"|slachtoffer|dader|casus|pleger)\w*",
    re.I,
)
# Fine where it stands: "9 out of 10 cases" is no file of anybody.
HARMLESS = re.compile(r"\bout of 10 cases\b")
# What stands in a template as it is: the product's name, and languages by their own names.
AS_IT_IS = re.compile(r"\b(Luwte|English|EN|Nederlands|NL)\b")
READ_ALOUD = {"alt", "aria-label", "placeholder", "title"}


def path_of(language: str) -> Path:
    return settings.BASE_DIR / "locale" / language / "LC_MESSAGES" / "django.po"


def texts_of(language: str) -> list[Entry]:
    return [entry for entry in entries(path_of(language).read_text("utf-8")) if entry.key]


def sides(entry: Entry) -> tuple[list[str], list[str]]:
    """Return what stands in the code and what is shown instead."""
    said = [text for name, text in entry.parts.items() if name.startswith("msgid")]
    shown = [text for name, text in sorted(entry.parts.items()) if name.startswith("msgstr")]
    return said, shown


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_text_is_translated(language: str) -> None:
    lacking = [entry.key for entry in texts_of(language) if not entry.value or entry.is_fuzzy]
    assert lacking == []
    assert "\n#~" not in path_of(language).read_text("utf-8")


@pytest.mark.parametrize("language", LANGUAGES)
def test_catalogue_holds_what_the_code_says_now(language: str, tmp_path: Path) -> None:
    """Run `make messages` and translate what is new when this fails."""
    copy = tmp_path / "django.po"
    copy.write_bytes(path_of(language).read_bytes())
    assert merge(copy, language, collected()) == 0
    assert copy.read_text("utf-8") == path_of(language).read_text("utf-8")


@pytest.mark.parametrize("language", LANGUAGES)
def test_translations_keep_the_values(language: str) -> None:
    for entry in texts_of(language):
        said, shown = sides(entry)
        wanted = {frozenset(VALUE.findall(text)) for text in said}
        assert {frozenset(VALUE.findall(text)) for text in shown} <= wanted, entry.key


@pytest.mark.parametrize("language", LANGUAGES)
def test_translations_keep_the_elements(language: str) -> None:
    for entry in texts_of(language):
        said, shown = sides(entry)
        elements = [re.findall(r"</?\w+", text) for text in said]
        assert [re.findall(r"</?\w+", text) for text in shown] == elements, entry.key


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_text_makes_a_file_of_a_person(language: str) -> None:
    found = [
        (match.group(), text)
        for entry in texts_of(language)
        for side in sides(entry)
        for text in side
        if (match := UNWANTED.search(HARMLESS.sub("", text)))
    ]
    assert found == []


@pytest.mark.parametrize("language", ["en", *LANGUAGES])
def test_labels_of_the_bottom_bar_are_short(language: str) -> None:
    with override(language):
        labels = {str(place.label) for places in (STAFF, MANAGER, HR, ADVISER) for place in places}
        labels |= {str(place.label) for place in ADMIN}
        assert {label for label in labels if len(label) > 10} == set()


class Visible(HTMLParser):
    """Collects what a reader sees or hears: text, and the attributes that are read aloud."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self._is_code = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._is_code = tag in {"script", "style"}
        self.found += [value or "" for name, value in attrs if name in READ_ALOUD]

    def handle_endtag(self, tag: str) -> None:
        self._is_code = False

    def handle_data(self, data: str) -> None:
        if not self._is_code:
            self.found.append(data)


def is_silent(block: str) -> bool:
    """Tell whether what stands in this block is translated, or a name of a class."""
    return bool(re.match(r"blocktranslate\b|comment\b|block width$", block))


def written_in(source: str) -> str:
    """Return the text of a template without tags, values, comments and translated blocks."""
    kept = ""
    closing = ""
    for token in Lexer(source).tokenize():
        word = token.contents.split(" ", 1)[0]
        if closing:
            closing = "" if token.token_type == TokenType.BLOCK and word == closing else closing
        elif token.token_type == TokenType.TEXT:
            kept += token.contents
        elif token.token_type == TokenType.BLOCK and is_silent(token.contents):
            closing = f"end{word}"
        elif token.token_type == TokenType.VAR and kept.endswith("<"):
            kept += "i"  # the name of an element
    return kept


def untranslated(source: str) -> list[str]:
    reader = Visible()
    reader.feed(written_in(source))
    reader.close()
    seen = (AS_IT_IS.sub("", text).strip() for text in reader.found)
    return [text for text in seen if re.search(r"[^\W\d_]{2}", text)]


def test_checker_finds_text_outside_the_tags() -> None:
    hidden = "<p>{% comment %}no{% endcomment %}{% blocktranslate %}fine{% endblocktranslate %}</p>"
    assert untranslated(f"{hidden}<title>{{{{ name }}}} · Luwte</title>") == []
    assert untranslated('<p title="Seen">{{ x }} days</p>') == ["Seen", "days"]


def test_templates_write_no_text_of_their_own() -> None:
    found = {
        short(path): texts
        for suffix in ("*.html", "*.txt")
        for path in files(suffix, *ROOMS)
        if "templates" in path.parts and (texts := untranslated(path.read_text("utf-8")))
    }
    assert found == {}


# Keywords whose text people read. The API's own help is for developers, in English.
SHOWN = {"label", "help_text", "verbose_name", "empty_label"}


def spoken_as_literals(path: Path) -> Iterator[str]:
    """Give the texts of labels, messages and refusals that no translation function wraps."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if not isinstance(node, ast.Call):
            continue
        name = getattr(node.func, "id", getattr(node.func, "attr", ""))
        first = node.args[:1] if name in {"ValidationError", "RuleBroken"} else []
        first = node.args[1:2] if name in {"add_error", "success"} else first
        for value in [*first, *(word.value for word in node.keywords if word.arg in SHOWN)]:
            if isinstance(value, ast.Constant) and isinstance(value.value, str) and value.value:
                yield f"{short(path)}:{node.lineno} {value.value}"


def test_code_speaks_through_translations_only() -> None:
    modules = (path for path in files("*.py", *ROOMS) if "serializers" not in str(path))
    assert [text for path in modules for text in spoken_as_literals(path)] == []
