"""The search in a browser, as a visitor has it: a whole build, served on this machine, and asked."""

import contextlib
import threading
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from feedtool.commands.serve import make_server
from feedtool.judge.verdict import Outcome
from feedtool.labels.words import words_in
from feedtool.rendering import searching
from tests.chromium import Chromium
from tests.commands.archives import Archive
from tests.making import CONTRASTS, mirror
from tests.searching import needs_pagefind
from tests.state.making import GONE, remembered
from tests.state.making import NOW as SEEN_MS
from tests.test_pages import JUDGES

pytestmark = needs_pagefind

TEXTS = {
    "simplified": ("中华人民共和国的新闻", "<p>北京市的天气很好，记者报道了民主运动的消息。</p>"),
    "traditional": ("臺灣的選舉結果公布了", "<p>總統發表演說，香港的記者協會也來了。</p>"),
    "japanese": ("東京の天気", "<p>首相が記者会見を行った。ガラスの選挙の結果が発表されました。</p>"),
    "english": ("Elephants walked to market", "<p>The COVID-19 figures &lt;b&gt;and&lt;/b&gt; “naïve” Élections.</p>"),
    "mixed": ("新冠病毒 COVID-19 在北京", "<p>天气 cold, 市场 market <img src=x onerror=alert(1)> closed.</p>"),
    "long": (
        "Lamps 灯",
        f"<p>{'filler ' * 300}A lamp, the LÁMPARAS here 灯塔 and 灯，塔 or 灯 alone: no clamp {'filler ' * 300}lamps</p>",
    ),
    **{f"more{number}": (f"Pencil number {number}", "<p>pencils</p>") for number in range(25)},
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("archive")
    archive = Archive(folder, chosen={"search": True, "language": "zh-Hans", "base_url": "https://a.example/feeds/"})
    archive.write(
        **{name: mirror(body, title=title, link=f"https://a.example/{name}") for name, (title, body) in TEXTS.items()}
    )
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(searching, "SIZES", (4, 2))
        archive.build()
    return folder / "feeds"


@pytest.fixture(scope="module")
def address(folder: Path) -> Iterator[str]:
    with served(folder) as found:
        yield found


@contextlib.contextmanager
def served(folder: Path) -> Iterator[str]:
    """The address of a folder on this machine."""
    server = make_server(folder, 0)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield f"http://127.0.0.1:{server.server_address[1]}/"
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Chromium]:
    chromium = Chromium(tmp_path_factory.mktemp("chromium"))
    yield chromium
    chromium.close()


class Page:
    """The page of the search, in a browser."""

    def __init__(self, browser: Chromium, address: str) -> None:
        self.browser = browser
        browser.open(address + "search.html", width=800)

    def said_after(self, action: str) -> str:
        """What the page says when an action in JavaScript is done and the search has ended."""
        searching_ = words_in("zh-Hans")("searching")
        return str(
            self.browser.ask(
                "new Promise(done => {const status = document.getElementById('status'); status.textContent = '';"
                "const more = document.getElementById('more');"
                "new MutationObserver(() => {const text = status.textContent;"
                f"if (text && text !== '{searching_}') setTimeout(() => done(text), 300)}})"
                f".observe(status, {{childList: true, characterData: true, subtree: true}}); {action}}})"
            )
        )

    def search(self, text: str) -> list[str]:
        """The names of the articles that are found."""
        self.said_after(
            f"const field = document.getElementById('words'); field.value = {text!r}; field.form.requestSubmit()"
        )
        links = self.browser.ask("[...document.querySelectorAll('#results a')].map(link => link.href)")
        return sorted(link.removeprefix("https://a.example/") for link in links)

    def marked(self) -> list[str]:
        return list(self.browser.ask("[...document.querySelectorAll('mark')].map(mark => mark.textContent)"))


@pytest.fixture
def page(browser: Chromium, address: str) -> Page:
    return Page(browser, address)


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("北京", ["mixed", "simplified"]),
        ("共和国", ["simplified"]),
        ("民主运动", ["simplified"]),
        ("主运", ["simplified"]),  # no word, but these letters
        ("動", []),
        ("臺灣", ["traditional"]),
        ("選舉結果", ["traditional"]),
        ("發表", ["traditional"]),
        ("选举结果", []),  # simplified letters are others
        ("記者", ["japanese", "traditional"]),
        ("ガラス", ["japanese"]),
        ("会見", ["japanese"]),
        ("elephant", ["english"]),
        ("MARKET", ["english", "mixed"]),
        ("naive", ["english"]),
        ("covid-19", ["english", "mixed"]),
        ("COVID 北京", ["mixed"]),
        ("北京 天气 市场", ["mixed"]),
        ("covid北京", ["mixed"]),
        ('"walked to market"', ["english"]),
        ('"to walked"', []),
        ("「北京」", ["mixed", "simplified"]),
        ("zzzz", []),
        ("19", ["english", "mixed", "more19"]),
        ("99", []),  # though an index without it has a 9
        ("北", ["mixed", "simplified"]),
        ("！？", []),
    ],
)
def test_what_is_typed_finds_the_articles_that_say_it(page: Page, text: str, names: list[str]) -> None:
    assert page.search(text) == names
    assert page.browser.errors == []


@pytest.mark.parametrize(
    ("path", "media_type"),
    [
        ("search/search.js", "text/javascript; charset=utf-8"),
        ("search/1/pagefind.js", "text/javascript; charset=utf-8"),
        ("search/1/pagefind-entry.json", "application/json"),
        ("search/1/wasm.unknown.pagefind", "application/octet-stream"),
    ],
)
def test_its_files_are_served_under_their_types(address: str, path: str, media_type: str) -> None:
    with urllib.request.urlopen(address + path, timeout=10) as answer:
        assert answer.headers["Content-Type"] == media_type


def test_a_result_shows_title_day_source_and_an_excerpt_with_marks(page: Page) -> None:
    assert page.search("天气") == ["mixed", "simplified"]
    texts = page.browser.ask("[...document.querySelectorAll('#results li')].map(row => row.innerText)")
    text = next(text for text in texts if text.startswith("中华人民共和国的新闻"))
    assert "2020-10-08 · " in text
    assert "北京市的天气很好，记者报道了民主运动的消息" in text
    assert "来源" not in text
    assert set(page.marked()) == {"天气"}


@pytest.mark.parametrize(
    ("text", "marks"),
    [
        ("lamp", ["lamp", "LÁMPARAS"]),
        ("灯塔", ["灯塔", "灯", "塔"]),  # letters with a sign between them follow each other for Pagefind too
        ("lamp 灯塔 alone", ["lamp", "LÁMPARAS", "灯塔", "灯", "塔", "alone"]),
        ('"lamp the"', ["lamp", "the"]),
    ],
)
def test_all_that_answers_is_marked_where_most_of_it_stands(page: Page, text: str, marks: list[str]) -> None:
    assert page.search(text) == ["long"]
    assert page.marked() == marks
    shown = page.browser.ask("document.querySelector('#results li p:last-child').innerText")
    assert shown.startswith("… filler filler")
    assert shown.endswith("filler …")
    assert "lamp, the LÁMPARAS here 灯塔 and 灯，塔 or 灯 alone: no clamp" in shown


def test_the_indexes_come_as_soon_as_somebody_is_about_to_type(page: Page) -> None:
    came = "performance.getEntriesByType('resource').some(one => one.name.includes('/pagefind-entry.json'))"
    page.browser.command("Emulation.setFocusEmulationEnabled", enabled=True)
    assert page.browser.ask(came) is False
    page.browser.ask("document.getElementById('words').focus()")
    assert page.browser.ask(f"new Promise(done => setInterval(() => {came} && done(true), 20))") is True


def test_markup_in_an_article_is_text_in_a_result(page: Page) -> None:
    page.search("covid figures")
    assert "<b>and</b>" in page.browser.ask("document.querySelector('#results').innerText")
    assert page.browser.ask("document.querySelectorAll('#results b, #results img').length") == 0


def test_the_page_says_how_many_were_found_and_when_nothing_was(page: Page) -> None:
    words = words_in("zh-Hans")
    page.search("北京")
    assert page.browser.ask("document.getElementById('status').textContent") == words("n-results", 2)
    page.search("zz<b>zz")
    assert page.browser.ask("document.getElementById('status').textContent") == words("no-results", text="zz<b>zz")


def test_more_results_are_shown_on_demand_and_the_first_of_them_gets_the_focus(page: Page) -> None:
    assert len(page.search("pencil")) == 20
    assert (
        page.browser.ask("document.getElementById('more').click(), new Promise(done => setTimeout(done, 500))") is None
    )
    assert page.browser.ask("document.querySelectorAll('#results li').length") == 25
    assert page.browser.ask("[...document.querySelectorAll('#results a')].indexOf(document.activeElement)") == 20
    assert page.browser.ask("document.getElementById('more').hidden") is True


def test_a_search_has_an_address_that_can_be_shared(page: Page) -> None:
    page.search("北京")
    shared = page.browser.ask("location.href")
    page.browser.open("about:blank", width=800)
    page.browser.open(shared, width=800)
    assert page.browser.ask(
        "new Promise(done => setInterval(() => {"
        "const found = document.querySelectorAll('#results a').length; if (found) done(found)}, 50))"
    ) == 2  # fmt: skip


def test_typing_searches_by_itself(page: Page) -> None:
    page.browser.ask("document.getElementById('words').focus()")
    page.browser.command("Input.insertText", text="北京")
    assert page.browser.ask(
        "new Promise(done => setInterval(() => {"
        "const found = document.querySelectorAll('#results a').length; if (found) done(found)}, 50))"
    ) == 2  # fmt: skip


def test_where_the_indexes_cannot_be_loaded_the_page_says_so(page: Page, folder: Path) -> None:
    entry = folder / "search" / "1" / "pagefind-entry.json"
    data = entry.read_bytes()
    entry.unlink()
    try:
        assert page.search("北京") == []
        told = page.browser.ask("document.getElementById('status').textContent")
        assert told == words_in("zh-Hans")("search-failed")
    finally:
        entry.write_bytes(data)
    assert page.search("北京") == ["mixed", "simplified"]


@pytest.mark.parametrize("width", [320, 768])
@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_the_page_fits_and_reads_at_every_width(browser: Chromium, address: str, width: int, dark: bool) -> None:
    page = Page(browser, address)
    browser.open(address + "search.html", width=width, dark=dark)
    page.search("北京")
    assert browser.ask("document.documentElement.scrollWidth - innerWidth") <= 0
    assert browser.ask(CONTRASTS) == []
    assert browser.errors == []


@pytest.mark.parametrize(("width", "dark"), [(375, True), (1280, False)], ids=["phone, dark", "desktop, light"])
def test_axe_finds_nothing_that_keeps_anybody_out(browser: Chromium, address: str, width: int, dark: bool) -> None:
    axe = JUDGES / "axe-core" / "axe.min.js"
    if not axe.is_file():
        pytest.skip("axe is not installed: npm install --prefix tests/readers")
    page = Page(browser, address)
    browser.open(address + "search.html", width=width, dark=dark)
    page.search("北京")
    browser.ask(axe.read_text("utf-8") + "; 0")
    assert browser.ask("axe.run().then(r => r.violations.map(v => [v.id, v.nodes.map(n => n.html)]))") == []


def test_the_keyboard_leads_from_the_field_to_the_results(page: Page) -> None:
    page.search("北京")
    page.browser.ask("document.getElementById('words').focus()")
    names = []
    for _ in range(3):
        page.browser.press_tab()
        names.append(page.browser.ask("document.activeElement.tagName"))
    assert names == ["BUTTON", "A", "A"]


def test_a_result_leads_to_the_copy_too_and_to_it_first_where_the_original_is_gone(
    browser: Chromium, tmp_path: Path
) -> None:
    chosen = {"search": True, "language": "zh-Hans", "article_pages": True, "cache": tmp_path / ".feedtool"}
    archive = Archive(tmp_path, chosen=chosen)
    archive.write(
        there=mirror("<p>mill</p>", title="There", link="https://a.example/there"),
        gone=mirror("<p>mill</p>", title="Gone", link="https://a.example/gone"),
    )
    archive.build()
    remembered(tmp_path / ".feedtool" / "state.sqlite3", {"https://a.example/gone": Outcome(GONE, checked_ms=SEEN_MS)})
    archive.build()
    copies = {path.name.partition("-")[0]: path for path in (tmp_path / "feeds" / "article").rglob("*.html")}
    with served(tmp_path / "feeds") as address:
        copy = {name: address + path.relative_to(tmp_path / "feeds").as_posix() for name, path in copies.items()}
        page = Page(browser, address)
        page.search("mill")
        links = browser.ask(
            "[...document.querySelectorAll('#results li')].map(row =>"
            " [...row.querySelectorAll('a')].map(link => [link.textContent, link.href]))"
        )
        words = words_in("zh-Hans")
        assert sorted(links) == [
            [["Gone", copy["gone"]], [words("gone-original"), "https://a.example/gone"]],
            [["There", "https://a.example/there"], [words("archived-copy"), copy["there"]]],
        ]
        browser.open(copy["gone"], width=800)
        assert "mill" in browser.ask("document.querySelector('main').innerText")
        assert browser.errors == []
