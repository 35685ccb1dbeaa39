import re
from pathlib import Path

BASE_DIR = Path(__file__).resolve().parent.parent.parent
READER = re.compile(r'(?:env\.(?:text|flag|number|names)|environ\.get)\(\s*"([A-Z_]+)"')


def test_every_variable_is_explained_and_every_explained_one_is_read() -> None:
    code = "".join(path.read_text("utf-8") for path in sorted((BASE_DIR / "config").rglob("*.py")))
    read = {*READER.findall(code), "TEST_DATABASE_URL", "DATABASE_URL"}
    explained = re.findall(r"^#([A-Z_]+)=", (BASE_DIR / ".env.example").read_text("utf-8"), re.M)
    assert sorted(read) == sorted(explained)
