"""What is checked is what is clicked and shown (feeds rule 7): both branches know the same addresses of a body."""

from collections.abc import Iterator
from pathlib import Path

import html5lib
import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedtool.articles.article import Article
from feedtool.articles.read import read_seed
from feedtool.articles.walk import find_seeds
from feedtool.cleaning import clean as cleaning
from feedtool.config.keys import Config
from feedtool.entries.normalize import to_entry
from feedtool.links.documents import references_in
from feedtool.links.extract import extract
from feedtool.links.link import Kind
from feedtool.urls import without_fragment, without_userinfo
from tests.making import article, bare, mirror
from tests.thorough import THOROUGH, examples, sample

PLAYED = ("iframe", "video", "audio", "source")
Addresses = dict[str, set[str]]  # of links, images and embeds


def published(seed: Article) -> Addresses:
    """Return what an entry's content links to, shows and plays, as a parser reads it, but for the article itself."""
    assert seed.dates
    content = to_entry(seed, seed.dates, id_="x", language="zh", video_thumbnails=False)[0].content
    found: Addresses = {"links": set(), "images": set(), "embeds": set()}
    for element in html5lib.parseFragment(content, namespaceHTMLElements=False).iter():
        if element.tag in ("a", "area"):
            found["links"].add(element.get("href", ""))
        elif element.tag == "img":
            found["images"].add(element.get("src", ""))
        elif element.tag in PLAYED:
            found["embeds"].add(element.get("src", ""))
    own = without_fragment(seed.link or "")
    found["links"] = {url for url in found["links"] if not url.lower().startswith("mailto:")}
    return {kind: {without_fragment(url) for url in urls} - {own, ""} for kind, urls in found.items()}


def listed(seed: Article) -> Addresses:
    """Return the same as `feedtool list` tells it."""
    found = extract(seed)
    kinds = {"links": found.links, "images": found.images, "embeds": found.embeds}
    return {kind: {_whole(one.url) for one in links} for kind, links in kinds.items()}


def asked(seed: Article) -> set[str]:
    """Return the addresses that a check asks for, but for that of the article itself."""
    found = references_in(seed.text, seed.path) or []
    return {_whole(one.url) for one in found if one.url and one.kind not in (Kind.ARTICLE, Kind.POSTER)}


def _whole(url: str) -> str:
    """Return what is asked of a server: an address without its fragment, and as published without user name."""
    return without_userinfo(without_fragment(url))


def differences(seed: Article) -> list[str]:
    """Return the addresses that one branch knows and the other does not; a frame may be published as a link."""
    content, known = published(seed), listed(seed)
    return sorted(
        {f"not clickable: {url}" for url in known["links"] - content["links"]}
        | {f"not listed: {url}" for url in content["links"] - known["links"] - known["embeds"]}
        | {f"images: {url}" for url in content["images"] ^ known["images"]}
        | {f"not played: {url}" for url in known["embeds"] - content["embeds"] - content["links"]}
        | {f"not listed: {url}" for url in content["embeds"] - known["embeds"]}
        | {f"asked or not: {url}" for url in asked(seed) ^ set().union(*known.values())}
    )


@pytest.mark.parametrize(
    "body",
    [
        "plain https://a.example/x?b=1&c=2。Then https://b.example/y, and HTTPS://C.example.",
        "plain &lt;https://a.example/&gt; and https://b.example/?q=1&amp;r=2 and https://c.example/&nbsp;d",
        "https://a.example/cut-off-... https://a.example:99999/ https://a.example/whole",
        "<p>https://a.example/<b>x</b>https://b.example/<!-- c -->y</p>",
        "<p>https://a.example/<img src=x width=1 height=1>y https://b.example/\x08z</p>",
        "<pre>https://a.example/</pre><code>https://b.example/</code><noscript>https://c.example/</noscript>",
        "<a href=/x>https://a.example/</a><a name=y>https://b.example/</a> https://c.example/",
        "<textarea>https://a.example/</textarea><title>https://b.example/</title><xmp>https://c.example/</xmp>",
        "<template>https://a.example/<img src=a></template><select><option>https://b.example/</select>https://c.example/",
        "<canvas>https://a.example/<a href=/b>b</a></canvas>",
        '<iframe src="https://f.example/"><a href="https://a.example/">https://b.example/</a></iframe>',
        '<iframe src="http://www.youtube.com/embed/a"></iframe><iframe src="http://f.example/"></iframe>',
        '<object><embed src="/film.swf"></object><object data="/a.pdf"><a href="/b.pdf">here</a></object>',
        '<a href="https://a.example/x.pdf\xa0">x</a><a href=" \n/y\u3000">y</a><a href="\u3000/z">z</a>',
        '<img src="/x.png\xa0"><img src=" /y.png "><video poster="/p.png\u3000" src="/v.mp4\xa0"></video>',
        '<audio src=""></audio><video src=" "><source src=""></video><img src=""><iframe src=""></iframe>',
        '<a href="https://a.example/?q=\\d+#\\w">x</a> https://b.example/?q=\\d https://c.example\\x',
        "<p>https://a.example/x&bne; https://a.example/y&fjlig;z https://a.example/z&#8;z",
        "<table>https://a.example/<tr><td>https://b.example/</table>",
        "<footer>https://a.example/</footer>",
        '<a href="/cdn-cgi/l/email-protection#422f02236c273a232f322e27">x</a><a href="/a">y</a>',
        '<a href="/cdn-cgi/l/email-protection" data-cfemail="422f02236c273a232f322e27">x</a> https://a.example/',
        '<a href="/cdn-cgi/l/email-protection">x</a><a href="https://b.example/cdn-cgi/l/email-protection#42">y</a>',
        '<a href="https://b.example/x" data-cfemail="422f02236c273a232f322e27">x</a>',
    ],
    ids=lambda body: body[:40],
)  # fmt: skip
def test_both_branches_know_the_same_addresses(body: str) -> None:
    seed = article(bare(body, link="https://news.example/a/"))
    assert differences(seed) == []


PIECES = [
    "https://a.example/", "https://b.example/x?y=1&z=2", "https://c.example/cut...", "://", "x", "&amp;", "&lt;", "&nbsp;", "&",
    "<", ">", ".", "(", ")", "。", " ", "\n", "\xa0", "\x08", "<!--", "-->", "<p>", "</p>", "<b>", "</b>", "<br>", "<div>", "</div>",
    "<pre>", "</pre>", "<table>", "<tr>", "<td>", "</table>", "<noscript>", "</noscript>", "<textarea>", "</textarea>",
    "<datalist>",
    "<option>",
    "<li>",
    "<xmp>",
    "<h1>",
    "<area href='/m'>",
    "<source src='/s'>",
    "<svg>", "</svg>", "<math>", "</math>", "<select>", "</select>", "<template>", "</template>", "<canvas>", "</canvas>", "<object>", "</object>", "<x-y>", "</x-y>",
    "<a href='/l'>", "<a href='https://d.example/ '>", "</a>", "<img src='/i.png'>", "<img src='/j.png\xa0'>",
    "<iframe src='/f'>", "</iframe>", "<embed src='/e'>", "<video src='/v'>", "</video>", "<script>", "</script>", "<title>", "</title>",
]  # fmt: skip


@examples(300)
@given(st.lists(st.sampled_from(PIECES), max_size=14))
def test_both_branches_know_the_same_addresses_of_any_body(pieces: list[str]) -> None:
    seed = article(mirror("".join(pieces), link="https://news.example/a/"))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(cleaning, "_HOLLOW", frozenset())  # a link without words is nothing that could be clicked
        assert differences(seed) == []


def _read(corpus: Path) -> Iterator[Article]:
    chosen = set(sample(file.path for file in find_seeds(corpus)))
    for file in find_seeds(corpus):
        if file.path not in chosen:
            continue
        seed = read_seed(file, zone=Config().zone, author="", source="")
        if isinstance(seed, Article):
            yield seed


@pytest.mark.untraced
def test_both_branches_know_the_same_addresses_of_real_files(corpus: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for taken_out in ("clear", "show_once"):  # with these parts their links go
        monkeypatch.setattr(cleaning, taken_out, lambda *_, **__: None)
    monkeypatch.setattr(cleaning, "_HOLLOW", frozenset())
    found = {seed.path: differences(seed) for seed in _read(corpus)}
    assert len(found) > (300 if THOROUGH else 75)
    assert {path: ones for path, ones in found.items() if ones} == {}
