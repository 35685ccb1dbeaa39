"""The served sheet: built from its sources, Bootstrap cut to what is kept."""

import re

from django.conf import settings
from django.core.management import call_command

from config import stylesheet

KEEP = frozenset({"btn"})


def test_served_sheet_is_current() -> None:
    call_command("build_css", "--check")


def test_colours_live_in_the_tokens_alone() -> None:
    for name in ("components.css", "shell.css", "pages.css"):
        css = (settings.BASE_DIR / "config" / "css" / name).read_text()
        css = re.sub(r"url\([^)]*\)", "", css)
        assert not re.findall(r"#[0-9a-fA-F]{3,8}\b|rgba?\(", css), name


def test_cut_keeps_rules_of_kept_classes_and_of_none() -> None:
    css = "body{a:b}.btn{a:b}.btn.active{a:b}.card,.btn:hover{a:b}"
    assert stylesheet.cut(css, KEEP) == "body{a:b}.btn{a:b}.btn:hover{a:b}"


def test_cut_looks_into_media_and_drops_empty_ones() -> None:
    css = "@media (a){.card{a:b}}@media (b){.btn{a:b}.card{a:b}}@keyframes x{to{a:b}}"
    assert stylesheet.cut(css, KEEP) == "@media (b){.btn{a:b}}"


def test_cut_does_not_need_what_a_rule_excludes() -> None:
    assert stylesheet.cut(".btn:not(.card){a:b}", KEEP) == ".btn:not(.card){a:b}"


def test_properties_that_nothing_reads_go_even_in_chains() -> None:
    layer = ":root{--bs-a:var(--bs-b);--bs-b:1;--bs-c:2}.btn{color:var(--bs-c)}"
    assert stylesheet.drop_unread(layer, layer) == ":root{--bs-c:2}.btn{color:var(--bs-c)}"


def test_dark_tokens_serve_the_choice_and_the_device_on_screens_only() -> None:
    css = stylesheet.follow_device("/* dark: */--ink: white;/* :dark */")
    assert css.count("--ink: white") == 2
    assert '[data-bs-theme="dark"]' in css
    assert "screen and (prefers-color-scheme: dark)" in css


def test_minify_keeps_what_calc_needs() -> None:
    assert stylesheet.minify("a { b: calc(1px + 2px); /* x */ }\n") == "a{b:calc(1px + 2px)}"


def _classes_of(template: str) -> set[str]:
    """Return the classes a template writes, but for those a variable completes."""
    text = re.sub(r"{{.*?}}", "\0", re.sub(r"{%.*?%}", " ", template))
    words = " ".join(re.findall(r'\sclass="([^"]*)"', text)).split()
    return {word for word in words if "\0" not in word}


def test_templates_use_classes_that_the_sheet_knows() -> None:
    known = set(stylesheet.CLASS.findall(served_sheet()))
    unknown = {
        f"{path.relative_to(settings.BASE_DIR)}: .{name}"
        for path in settings.BASE_DIR.glob("*/templates/**/*.html")
        for name in _classes_of(path.read_text()) - known
    }
    assert not unknown


def served_sheet() -> str:
    return (settings.BASE_DIR / "config" / "static" / "css" / "app.css").read_text()
