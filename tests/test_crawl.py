"""Every link between the documents of an archive leads to a document, and every document is found along them."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote, urldefrag, urljoin

import pytest
from lxml import etree, html

from feedtool.files import MANIFEST
from feedtool.rendering import browsing
from tests.commands.archives import Archive
from tests.groups.making import hostile_names
from tests.making import mirror
from tests.rendering.test_feeds import grouped

ADDRESS = "https://feeds.example/a%20b/"  # where documents without a base URL are taken to stand
BASES = (None, "https://feeds.example/a%20b/")
ENTRIES = re.compile(rb"<(entry|item)[ >].*</\1>", re.DOTALL)
LINKS_OF_JSON = ("home_page_url", "feed_url", "next_url")


def links(path: Path) -> Iterator[str]:
    """Yield the links of a document of ours, but for those of the articles in a feed."""
    data = path.read_bytes()
    if path.suffix == ".html":
        page = html.document_fromstring(data.decode())
        assert not page.xpath("//base")
        yield from (link for _, attribute, link, _ in page.iterlinks() if attribute in ("href", "src"))
        yield from page.xpath("//meta[@property='og:url' or @property='og:image']/@content")
    elif path.suffix == ".json":
        feed = json.loads(data)
        yield from (feed[name] for name in LINKS_OF_JSON if name in feed)
    elif path.suffix in (".xml", ".opml"):
        root = etree.fromstring(ENTRIES.sub(b"", data))
        yield from root.xpath("//*/@href | //@xmlUrl | //@htmlUrl | //channel/link/text() | //channel/image/*/text()")
        yield from re.findall(r'<\?xml-stylesheet [^>]*href="([^"]+)"', data.decode())


def crawl(feeds: Path) -> set[str]:
    """Return the documents that are found from the landing page on; each link to one leads to a file."""
    found, coming = set(), ["index.html"]
    while coming:
        path = coming.pop()
        if path in found:
            continue
        found.add(path)
        for link in links(feeds / path):
            address, fragment = urldefrag(urljoin(ADDRESS + path.replace("%", "%25"), link))
            if not address.startswith(ADDRESS):
                continue
            there = unquote(address.removeprefix(ADDRESS))
            there += "index.html" if not there or there.endswith("/") else ""
            assert (feeds / there).is_file(), f"{path}: {link} leads nowhere"
            assert not fragment or f'id="{fragment}"' in (feeds / there).read_text("utf-8"), f"{path}: {link}"
            coming.append(there)
    return found


@pytest.mark.parametrize("base_url", BASES)
@pytest.mark.parametrize("on_one_page", [browsing.ON_ONE_PAGE, 5])
def test_every_link_leads_to_a_document_and_every_document_is_found(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, base_url: str | None, on_one_page: int
) -> None:
    monkeypatch.setattr(browsing, "ON_ONE_PAGE", on_one_page)
    archive = grouped(
        tmp_path, base_url=base_url, archive_feeds=("all",), archive_formats=("atom", "rss", "json"), max_entries=2
    )
    write_articles(archive)
    archive.build()
    feeds = tmp_path / "feeds"
    there = {path.relative_to(feeds).as_posix() for path in feeds.rglob("*") if path.is_file()}
    assert crawl(feeds) == there - {MANIFEST}


def write_articles(archive: Archive) -> None:
    """Write articles of some hostile names, of three sources, over several years."""
    names = hostile_names()[::7]
    for number, name in enumerate(names):
        link = f"https://{'abc'[number % 3]}.example/{number}"
        date = f"20{10 + number % 5}-01-02T03:04:05.000Z"
        tags = f"[ {json.dumps(names[-number])}, 标签 ]"
        text = mirror(link=link, epoch="NaN", date=date, author=json.dumps(name), tags=tags)
        archive.write(**{f"{'xy中'[number % 3]}__a{number}": text})
