import gettext
import io
from pathlib import Path

from babel.messages import mofile, pofile

from config.catalogue import compile_below, compiled, entries

PO = r"""
msgid ""
msgstr ""
"Content-Type: text/plain; charset=UTF-8\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\n"

#. said by the manager
#: somewhere.py:3
msgid "Heard"
msgstr "Gehoord"

msgctxt "month"
msgid "May"
msgstr "mei"

msgid "%(count)s report"
msgid_plural "%(count)s reports"
msgstr[0] "%(count)s melding"
msgstr[1] "%(count)s meldingen"

msgid ""
"A \"quoted\" line\n"
"and é another"
msgstr ""
"Een \"regel\"\n"
"en é nog een"

#, fuzzy, python-format
msgid "Guess"
msgstr "Gok"

msgid "Untranslated"
msgstr ""

#~ msgid "Gone"
#~ msgstr "Weg"
"""


def loaded() -> gettext.GNUTranslations:
    return gettext.GNUTranslations(io.BytesIO(compiled(PO)))


def test_compiled_catalogue_translates_plain_context_and_plural() -> None:
    texts = loaded()
    assert texts.gettext("Heard") == "Gehoord"
    assert texts.pgettext("month", "May") == "mei"
    plural = ("%(count)s report", "%(count)s reports")
    assert texts.ngettext(*plural, 1) == "%(count)s melding"
    assert texts.ngettext(*plural, 2) == "%(count)s meldingen"
    assert texts.gettext('A "quoted" line\nand é another') == 'Een "regel"\nen é nog een'


def test_compiled_catalogue_leaves_out_what_is_not_ready() -> None:
    texts = loaded()
    assert [texts.gettext(word) for word in ("Guess", "Untranslated", "Gone")] == [
        "Guess",
        "Untranslated",
        "Gone",
    ]


def test_compiled_catalogue_says_what_babel_says() -> None:
    theirs = io.BytesIO()
    mofile.write_mo(theirs, pofile.read_po(io.StringIO(PO)))
    theirs.seek(0)
    babel = gettext.GNUTranslations(theirs)
    ours = loaded()
    for entry in entries(PO):
        if entry.parts["msgid"]:
            assert ours.gettext(entry.parts["msgid"]) == babel.gettext(entry.parts["msgid"])


def test_compile_below_writes_only_what_changed(tmp_path: Path) -> None:
    folder = tmp_path / "nl" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    (folder / "django.po").write_text(PO, encoding="utf-8")
    assert compile_below(tmp_path) == [folder / "django.mo"]
    assert compile_below(tmp_path) == []
