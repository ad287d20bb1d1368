"""What a feed shows is what is checked: images and posters of an article, on both branches."""

import html5lib
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from feedtool.articles.article import Dates
from feedtool.entries.normalize import to_entry
from feedtool.links.documents import references_in
from feedtool.links.link import SHOWN
from tests.making import NOW, article, mirror
from tests.thorough import examples

LINK = "https://news.example/2020/a.html"
LAZY = '<img class="lazyload" src="/small.png" data-src="/late.png">'
BODIES = [
    # srcset: no feed carries it
    '<img src="/x.png" srcset="/x2.png 2x, /x3.png 3x">',
    '<img srcset="/x2.png 2x">',
    '<img data-srcset="/x2.png 2x" src="/x.png">',
    '<picture><source srcset="/x.webp" type="image/webp"><source srcset="/y.avif 1x, /z.avif 2x"><img src="/x.png"></picture>',
    '<picture><source srcset="/x.webp"></picture>',
    # posters
    '<video src="/v.mp4" poster="/p.jpg"></video>',
    '<video poster=" p.jpg "><source src="/v.mp4"></video>',
    '<video poster="//pics.example/p.jpg?a=1&amp;b=2" data-poster="/late.jpg"></video>',
    '<video data-poster="/late.jpg" src="/v.mp4"></video>',
    '<video poster="data:image/gif;base64,R0"></video><video poster="#p"></video><video poster=""></video>',
    '<video poster="blob:https://a.example/1"></video><video poster="about:blank"></video>',
    '<video poster="/blank.gif" width=1 height=1></video>',
    '<video poster="/p.jpg"><img src="/instead.png">No video</video>',
    '<audio poster="/p.jpg" src="/a.mp3"></audio><iframe poster="/p.jpg" src="https://a.example/"></iframe>',
    '<video poster="https://images.weserv.nl/?url=a.example/p.jpg"></video>',
    "<VIDEO POSTER=/p.jpg></VIDEO>",
    '<figure><video poster="/p.jpg"></video><figcaption>A film</figcaption></figure>',
    # images
    '<img src="/x.png">', "<IMG SRC=x.png>", '<img src=" /x.png\n">', '<image src="/x.png">',
    '<img data-src="/x.png">', '<img src="data:image/gif;base64,R0" data-original="/x.png">',
    '<img src="data:image/gif;base64,R0">', '<img src="https://a.example/blank.gif">', '<img src="/img/loading.svg?1">',
    '<img src="/x.png" width=1 height=1>', '<img src="/x.png" style="width:1px;height:1px">',
    '<img src="">', '<img src="#">', '<img src="#top">', '<img alt="x">', '<img src="cid:1">', '<img src="mailto:a@b.example">',
    '<img src="https://me:secret@a.example/x.png">',
    f'{LAZY}<noscript><img src="/true.png"></noscript>', f'{LAZY} \n<noscript><img src="/true.png"></noscript>',
    f'{LAZY}words<noscript><img src="/true.png"></noscript>', LAZY, LAZY * 2,
    f'{LAZY}<noscript><img src="/1.png" width=1 height=1></noscript>',
    '<img src="/a.png"><noscript><img src="/b.png"></noscript>',
    '<noscript><img src="/b.png"></noscript>',
    '<a href="/y"><img src="/x.png"></a>', '<div><img src="/x.png"></div><div><small>words</small></div>',
    # what is no image, or none that is shown
    '<svg><image href="/x.png" xlink:href="/y.png"></image></svg>', '<svg><style><img src="/x.png"></style></svg>',
    '<svg><title><img src="/x.png"></title></svg>', '<svg><desc>x</desc></svg><img src="/x.png">',
    '<script>"<img src=/x.png>"</script>', '<!-- <img src="/x.png"> -->', '<textarea><img src="/x.png"></textarea>',
    '<iframe src="https://a.example/"><img src="/x.png"></iframe>', '<link rel="icon" href="/x.png">',
    '<input type="image" src="/x.png">', '<table background="/x.png"><td><img src="/y.png"></table>',
]  # fmt: skip


def shown(body: str) -> set[tuple[str, str]]:
    """Return the images and posters in the entry that a feed carries of a body, as a parser reads it."""
    one = article(mirror(body, link=LINK))
    entry, _ = to_entry(one, Dates(NOW, NOW), id_="x", language="en")
    found = set()
    for element in html5lib.parseFragment(entry.content, namespaceHTMLElements=False).iter():
        assert "srcset" not in element.attrib, "a feed that carried it would show what nobody checks"
        if element.tag == "img":
            found.add(("image", element.get("src")))
        if "poster" in element.attrib:
            found.add(("poster", element.get("poster")))
    assert entry.image is None or ("image", entry.image.url) in found
    return found


def checked(body: str) -> set[tuple[str, str]]:
    """Return the images and posters that are checked of an article with a body."""
    found = references_in(mirror(body, link=LINK), "a.md") or ()
    return {(one.kind.value, one.url.replace("me:secret@", "")) for one in found if one.url and one.kind in SHOWN}


@pytest.mark.parametrize("body", BODIES)
def test_the_images_and_posters_of_an_entry_are_those_that_are_checked(body: str) -> None:
    assert checked(body) == shown(body)


PIECES = st.sampled_from([*BODIES, "<p>", "</p>", "<div>", "</div>", "words", "<noscript>", "</noscript>", "<svg>", "</svg>",
                          "<table>", "</table>", "<a href='/z'>", "</a>", "<b>", "<li>", "<object>", "<footer>"])  # fmt: skip


@examples(150)
@given(st.lists(PIECES, max_size=8))
@example(["<svg>", '<img src="/x.png">'])
@example(["<noscript>", LAZY, "</noscript>"])
def test_nothing_is_shown_that_is_not_checked(pieces: list[str]) -> None:
    body = "".join(pieces)
    assert shown(body) <= checked(body)


def test_what_cleaning_leaves_out_is_checked_all_the_same() -> None:
    body = f'<p>{"words " * 90}</p><footer><img src="/x.png"></footer>'
    assert (shown(body), checked(body)) == (set(), {("image", "https://news.example/x.png")})
