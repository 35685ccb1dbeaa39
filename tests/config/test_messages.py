from pathlib import Path

from config.catalogue import entries
from config.management.commands.makemessages import collected, merge


def test_texts_of_code_and_templates_are_collected() -> None:
    texts = {str(message.id) for message in collected()}
    assert "Luwte is getting ready" in texts  # a template
    assert "Dutch" in texts  # settings
    assert "%(percent)s %% loaded" in texts  # a sentence with a value


def test_merge_keeps_translations_and_drops_what_is_gone(tmp_path: Path) -> None:
    path = tmp_path / "django.po"
    found = collected()
    missing = merge(path, "nl", found)
    assert missing == len(found)
    text = path.read_text("utf-8").replace(
        'msgid "Dutch"\nmsgstr ""', 'msgid "Dutch"\nmsgstr "Nederlands"'
    )
    path.write_text(f'{text}\nmsgid "Gone"\nmsgstr "Weg"\n', "utf-8")
    assert merge(path, "nl", found) == missing - 1
    kept = {entry.key: entry for entry in entries(path.read_text("utf-8"))}
    assert kept["Dutch"].value == "Nederlands"
    assert "Gone" not in kept
    assert not any(entry.is_fuzzy for entry in kept.values())


def test_merge_twice_changes_nothing(tmp_path: Path) -> None:
    path = tmp_path / "django.po"
    merge(path, "nl", collected())
    first = path.read_bytes()
    merge(path, "nl", collected())
    assert path.read_bytes() == first
