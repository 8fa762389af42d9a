"""What a page may weigh, counted and never timed. The first view as a whole is weighed in tests/browser/test_reading.py."""

import gzip
from pathlib import Path

STATIC = Path(__file__).parent.parent / "static"


def compressed(path: Path) -> int:
    return len(gzip.compress(path.read_bytes()))


def test_readers_style_is_one_light_file():
    style = STATIC / "css/site.css"

    assert style.stat().st_size <= 32 * 1024
    assert compressed(style) <= 9 * 1024
    assert "@import" not in style.read_text("utf-8")


def test_readers_script_is_one_light_file():
    assert (STATIC / "js/site.js").stat().st_size <= 5 * 1024


def test_readers_style_begins_with_the_tokens():
    tokens, style = ((STATIC / "css" / name).read_text("utf-8") for name in ("tokens.css", "site.css"))

    assert style.startswith(tokens)


def test_fonts_are_light():
    assert {font.name: font.stat().st_size <= 31 * 1024 for font in (STATIC / "fonts").glob("*.woff2")} == {
        "source-serif-4-italic.woff2": True,
        "source-serif-4-normal.woff2": True,
    }
