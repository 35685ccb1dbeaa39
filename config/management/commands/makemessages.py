"""Collect the texts to translate, without GNU gettext. A tool of development: needs Babel."""

from collections.abc import Sequence
from io import BytesIO
from pathlib import Path

from babel.messages import Catalog
from babel.messages.extract import extract
from babel.messages.pofile import read_po, write_po
from django.conf import settings
from django.core.management import BaseCommand
from django.utils.translation.template import templatize

ROOMS = ("people", "incidents", "wellbeing", "reports", "config")
KEYWORDS = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
    "npgettext_lazy": ((1, "c"), 2, 3),
}
COMMENT = "# Texts of Luwte. `make messages` collects them; a test fails on what is untranslated."
# Header lines that change with every run and tell nobody anything.
IDLE = (
    b'"POT-Creation-Date',
    b'"PO-Revision-Date',
    b'"Last-Translator',
    b'"Generated-By',
    b'"Language-Team',
    b'"Report-Msgid',
)


class Command(BaseCommand):
    """Merge what code and templates say into locale/*/LC_MESSAGES/django.po."""

    help = __doc__ or ""
    requires_system_checks = ()

    def handle(self, *args: object, **options: object) -> None:
        """Rewrite each catalogue sorted, without places, keeping every translation."""
        found = collected()
        for language, _name in settings.LANGUAGES:
            if language != settings.LANGUAGE_CODE:
                path = settings.BASE_DIR / "locale" / language / "LC_MESSAGES" / "django.po"
                missing = merge(path, language, found)
                self.stdout.write(f"{language}: {len(found)} texts, {missing} not translated")


def collected() -> Catalog:
    """Return every text of code and templates."""
    catalog = Catalog(header_comment=COMMENT, project="Luwte", version="1")
    for room in ROOMS:
        for path in sorted((settings.BASE_DIR / room).rglob("*")):
            if path.suffix in {".py", ".html", ".txt"} and path.is_file():
                _add(catalog, path)
    return catalog


def merge(path: Path, language: str, found: Catalog) -> int:
    """Bring one language up to date; return how many texts it lacks.

    A text that has changed is a new text: a guess that only looks translated helps nobody.
    """
    known = Catalog(locale=language, project="Luwte", version="1", fuzzy=False)
    if path.exists():
        with path.open("rb") as file:
            known = read_po(file, locale=language, abort_invalid=True)
    known.update(found, no_fuzzy_matching=True, update_header_comment=True)
    written = BytesIO()
    write_po(written, known, sort_output=True, no_location=True, ignore_obsolete=True, width=96)
    path.parent.mkdir(parents=True, exist_ok=True)
    lines = written.getvalue().splitlines(keepends=True)
    path.write_bytes(b"".join(line for line in lines if not line.startswith(IDLE)))
    return sum(1 for message in known if message.id and not _is_translated(message.string))


def _is_translated(text: str | Sequence[str] | None) -> bool:
    return bool(text) if isinstance(text, str) else all(text or [""])


def _add(catalog: Catalog, path: Path) -> None:
    source = path.read_text(encoding="utf-8")
    if path.suffix != ".py":
        source = f"({templatize(source)}\n)"  # indentation means nothing inside brackets
    file = BytesIO(source.encode())
    texts = extract("python", file, KEYWORDS, ("Translators:",), {"encoding": "utf-8"})
    for _line, text, comments, context in texts:
        catalog.add(text, auto_comments=comments, context=context)
