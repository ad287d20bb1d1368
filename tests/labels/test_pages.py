"""The labels of the pages: each is used, and is written as its language is written."""

import re
import string

import pytest

from feedtool.groups.kinds import GroupKind
from feedtool.labels.pages import LABELS
from tests.conftest import ROOT

VERDICTS = {"broken", "unreachable", "blocked", "moved", "skipped", "ok"}
MADE = {  # labels whose names the pages put together
    *GroupKind,
    *(f"{name}-told" for name in ("originals", "accepted", "images")),
    *(f"{name}-apart" for name in ("originals", "accepted")),
    *(f"originals-{verdict}" for verdict in ("gone", "moved", "unreachable")),
    *("by-article", "by-host", "n-articles", "n-hosts", "article", "host"),
    *(f"{what}-{word}" for what in ("news", "nothing") for word in ("new", "repaired")),
}
_NAME = re.compile(r"""["']([a-z]+(?:-[a-z]+)*)["']""")


def in_pages() -> str:
    folders = (ROOT / "feedtool" / room for room in ("commands", "reports", "publish"))
    files = (file for folder in folders for file in folder.rglob("*") if file.suffix in {".py", ".html"})
    return "\n".join(file.read_text("utf-8") for file in files)


def test_every_label_that_a_page_asks_for_is_there() -> None:
    asked = set(re.findall(r"""\bsay(?:\.raw)?\(["']([a-z-]+)["'][,)]""", in_pages()))
    assert len(asked) > 50
    assert asked | MADE | VERDICTS <= LABELS.keys()


def test_there_is_no_label_that_no_page_asks_for() -> None:
    assert set(LABELS) - MADE - VERDICTS - set(_NAME.findall(in_pages())) == set()


@pytest.mark.parametrize("row", LABELS.values(), ids=LABELS)
def test_simplified_and_traditional_characters_are_not_mixed_up(row: tuple[str, ...]) -> None:
    _, simplified, traditional, japanese, _ = row
    simplified.encode("gb2312")  # a set without the characters of Taiwan
    traditional.encode("big5")  # a set without those of the mainland
    japanese.encode("shift_jis")


@pytest.mark.parametrize("row", LABELS.values(), ids=LABELS)
def test_a_number_that_chooses_the_form_is_in_every_form(row: tuple[str, ...]) -> None:
    for cell in row:
        forms = [{name for _, name, _, _ in string.Formatter().parse(form) if name} for form in cell.split("|")]
        assert all(values == forms[0] for values in forms)
        assert len(forms) == 1 or "n" in forms[0]
