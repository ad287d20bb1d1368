"""The link-health page in a browser."""

import itertools
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from feedtool.judge.verdict import Verdict
from feedtool.labels.words import LANGUAGES
from feedtool.reports.summary import Summary
from tests.chromium import Chromium
from tests.making import CONTRASTS
from tests.reports.making import big, full, result, summary
from tests.reports.test_html import page_of


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Chromium]:
    chromium = Chromium(tmp_path_factory.mktemp("chromium"))
    yield chromium
    chromium.close()


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> str:
    return written(tmp_path_factory.mktemp("page"), full())


def written(folder: Path, one: Summary) -> str:
    file = folder / "links.html"
    file.write_text(page_of(one), "utf-8")
    return file.as_uri()


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("width", [320, 375, 1280])
def test_on_phone_and_desktop_it_fits_reads_and_runs_without_a_word(
    browser: Chromium, address: str, width: int, dark: bool
) -> None:
    browser.open(address, width=width, dark=dark)
    browser.ask("document.querySelectorAll('details').forEach(one => { one.open = true; })")
    assert browser.ask("document.documentElement.scrollWidth - innerWidth") <= 0
    assert browser.ask(CONTRASTS) == []
    assert browser.errors == []


def test_headings_are_in_order(browser: Chromium, address: str) -> None:
    browser.open(address, width=1280)
    levels = browser.ask("[...document.querySelectorAll('h1,h2,h3,h4')].map(h => +h.tagName[1])")
    assert levels[0] == 1
    assert all(after - before <= 1 for before, after in itertools.pairwise(levels))


def shown(browser: Chromium) -> list[str]:
    found = browser.ask(
        "[...document.querySelectorAll('.findings > li')].filter(one => one.checkVisibility({contentVisibilityAuto: false}))"
        ".map(one => one.querySelector('.address').textContent.trim())"
    )
    return [str(one) for one in found]


def type_in(browser: Chromium, text: str) -> str:
    browser.ask(f"{{ const find = document.getElementById('find'); find.value = {text!r};"
                " find.dispatchEvent(new Event('input')); }")  # fmt: skip
    deadline = time.monotonic() + 10
    while "of" not in (told := browser.ask("document.getElementById('found').textContent")):
        assert time.monotonic() < deadline
        time.sleep(0.02)
    return str(told)


def test_search_shows_what_has_the_words_in_it(browser: Chromium, address: str) -> None:
    browser.open(address, width=1280)
    assert browser.ask("document.getElementById('found').textContent") == "5 findings"
    assert type_in(browser, "SEEDS/b.md http-404") == "1 of 5 findings"
    assert shown(browser) == ["https://a.example/gone"]


def test_a_verdict_can_be_left_out(browser: Chromium, address: str) -> None:
    browser.open(address, width=1280)
    browser.ask("document.querySelector('input[value=broken]').click()")
    assert [one[:17] for one in shown(browser)] == ["https://b.example"]


def test_a_host_leads_to_its_findings(browser: Chromium, address: str) -> None:
    browser.open(address, width=1280)
    browser.ask("[...document.querySelectorAll('[data-find]')].find(one => one.textContent === 'c.example').click()")
    assert shown(browser) == ["https://c.example/old"]
    assert browser.ask("location.hash") == "#findings"


def test_it_is_used_with_the_keyboard(browser: Chromium, address: str) -> None:
    browser.open(address, width=1280)
    reached = []
    for _ in range(8):
        browser.press_tab()
        reached.append(browser.ask("document.activeElement.id || document.activeElement.tagName"))
        assert browser.ask("getComputedStyle(document.activeElement).outlineStyle") != "none"
    assert "SUMMARY" in reached
    assert "find" in reached


def test_without_script_all_is_there(browser: Chromium, address: str) -> None:
    browser.command("Emulation.setScriptExecutionDisabled", value=True)
    try:
        browser.open(address, width=1280)
        assert browser.ask("document.getElementById('filter').checkVisibility()") is False
        assert len(shown(browser)) == 2
        assert browser.ask("document.querySelectorAll('.findings > li').length") == 5
    finally:
        browser.command("Emulation.setScriptExecutionDisabled", value=False)


@pytest.mark.untraced
def test_a_page_of_five_thousand_findings_opens_at_once(browser: Chromium, tmp_path: Path) -> None:
    browser.open(written(tmp_path, big()), width=1280)
    assert browser.worked_s() < 1.5, "seconds of its processor: what else the machine does is not counted"
    assert browser.ask("document.querySelectorAll('.findings > li').length") == 5000


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """The pages of an archive with 45,001 links, many of them at one host, by language."""
    links = [result(f"https://a.example/{number}") for number in range(30)]
    fine = [result(f"https://f.example/{number}", Verdict.OK, "ok") for number in range(44_971)]
    return {
        language: written(tmp_path_factory.mktemp("page"), summary(*links, *fine, language=language))
        for language in LANGUAGES
    }


@pytest.mark.untraced
@pytest.mark.parametrize("width", [320, 360, 768, 1280])
@pytest.mark.parametrize("language", LANGUAGES)
def test_large_numbers_fit_their_cards(browser: Chromium, large: dict[str, str], language: str, width: int) -> None:
    browser.open(large[language], width=width)
    numbers = "[...document.querySelectorAll('.tile dd, .tile dt')]"
    assert browser.ask(f"{numbers}[1].textContent") == "45\u202f001"
    assert browser.ask(f"{numbers}.filter(one => one.scrollWidth > one.clientWidth).map(one => one.textContent)") == []
    assert browser.ask("document.documentElement.scrollWidth - innerWidth") <= 0


@pytest.mark.untraced
def test_a_search_opens_what_is_folded_and_folds_it_again(browser: Chromium, large: dict[str, str]) -> None:
    browser.open(large["en"], width=1280)
    assert len(shown(browser)) == 5
    assert type_in(browser, "a.example/29 http-404") == "1 of 30 findings"
    assert shown(browser) == ["https://a.example/29"]
    browser.ask(
        "{ const find = document.getElementById('find'); find.value = ''; find.dispatchEvent(new Event('input')); }"
    )
    deadline = time.monotonic() + 10
    while len(shown(browser)) != 5:
        assert time.monotonic() < deadline
        time.sleep(0.02)


@pytest.mark.untraced
def test_what_a_search_found_is_told_in_the_pages_language(browser: Chromium, large: dict[str, str]) -> None:
    browser.open(large["de"], width=1280)
    assert browser.ask("document.getElementById('found').textContent") == "30 Befunde"
