import sys

import html5lib
import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedtool.html import safe
from feedtool.html.safe import frame_address, may_frame, sanitise

# Ways in which markup was ever made to run; each must come out dead, whatever else stays.
HOSTILE = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    '<a href="javascript:alert(1)">x</a>',
    '<a href=" jav&#x09;ascript:alert(1)">x</a>',
    '<a href="JaVaScRiPt&colon;alert(1)">x</a>',
    '<a href="data:text/html,<script>alert(1)</script>">x</a>',
    '<a href="vbscript:msgbox(1)">x</a>',
    '<blockquote cite="javascript:alert(1)">x</blockquote>',
    '<video poster="javascript:alert(1)" src="javascript:alert(1)"></video>',
    '<img src="https:\\\\evil.example\\x">',
    '<img srcset="javascript:alert(1) 2x">',
    "<svg><script>alert(1)</script></svg>",
    "<svg onload=alert(1)>",
    "<svg><animate onbegin=alert(1) attributeName=x></svg>",
    '<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=1 onerror=alert(1)&gt;">',
    '<noscript><p title="</noscript><img src=x onerror=alert(1)>">',
    "<style>@import 'https://evil.example/x.css';</style>",
    '<p style="background:url(javascript:alert(1))">x</p>',
    "<form action=https://evil.example><input name=password><button>ok</button></form>",
    "<object data=https://evil.example/x.swf></object>",
    "<embed src=https://evil.example/x.swf>",
    "<base href=https://evil.example/>",
    "<meta http-equiv=refresh content='0;url=https://evil.example'>",
    "<link rel=stylesheet href=https://evil.example/x.css>",
    "<template><script>alert(1)</script></template>",
    '<iframe src="https://evil.example/"></iframe>',
    '<iframe src="https://www.youtube.com.evil.example/embed/x"></iframe>',
    '<iframe src="https://www.youtube.com@evil.example/embed/x"></iframe>',
    '<iframe srcdoc="<script>alert(1)</script>"></iframe>',
    '<textarea><img title="</textarea><img src=x onerror=alert(1)>"></textarea>',
    '<xmp><img title="</xmp><img src=x onerror=alert(1)>"></xmp>',
    "<details open ontoggle=alert(1)>x</details>",
    "<a href=https://a.example id=x name=y onclick=alert(1)>x</a>",
    "<img src=x onerror\x0b=alert(1)>",
    "<img/src='x'/onerror='alert(1)'>",
    "<<script>alert(1)//<</script>",
    "<scr<script>ipt>alert(1)</scr</script>ipt>",
    "<select><style></select><img src=x onerror=alert(1)></style>",
    '<p id="</p><script>alert(1)</script>">',
]
ACTIVE = frozenset(
    "script style form input button textarea select object embed applet base meta link template noscript svg math frame "
    "frameset title head".split()
)


def active_parts(markup: str) -> list[str]:
    """What a browser would run, by html5lib, a parser other than the one that cleaned."""
    found = []
    for element in html5lib.parseFragment(markup, namespaceHTMLElements=False).iter():
        name = str(element.tag)
        if name in ACTIVE:
            found.append(name)
        for key, value in element.attrib.items():
            scheme = value.strip().partition(":")[0].lower()
            if str(key).lower().startswith("on") or str(key) in ("style", "srcdoc", "srcset", "id", "name"):
                found.append(f"{name}@{key}")
            if str(key) in ("href", "src", "cite", "poster", "data") and scheme not in ("http", "https", "mailto"):
                found.append(f"{name}@{key}={value}")
            if name == "iframe" and str(key) == "src" and not may_frame(value):
                found.append(f"iframe {value}")
    return found


@pytest.mark.parametrize("markup", HOSTILE)
def test_nothing_active_survives(markup: str) -> None:
    assert active_parts(sanitise(markup)) == []


@pytest.mark.parametrize("markup", HOSTILE)
def test_what_comes_out_is_stable_when_parsed_again(markup: str) -> None:
    assert sanitise(sanitise(markup)) == sanitise(markup)


@given(
    st.lists(
        st.sampled_from([*HOSTILE, "<p>", "</p>", "<table>", "<!--", "-->", "</style>", "<svg>", "text"]), max_size=5
    )
)
def test_hostile_pieces_in_any_order_stay_dead(pieces: list[str]) -> None:
    safe = sanitise("".join(pieces))
    assert active_parts(safe) == []
    assert sanitise(safe) == safe


def test_what_readers_need_stays() -> None:
    markup = (
        '<p>a <a href="https://a.example/?utm_source=x&amp;y=1" rel="noopener noreferrer">b</a> <em>c</em></p>'
        '<figure><img src="https://a.example/x.png" alt="d"><figcaption>e</figcaption></figure>'
        '<iframe src="https://www.youtube.com/embed/x" width="560"></iframe>'
    )
    assert sanitise(markup) == markup


@pytest.mark.parametrize(
    ("address", "allowed"),
    [
        ("https://www.youtube.com/embed/abc", True),
        ("http://www.youtube.com/embed/abc", False),
        ("https://www.youtube.com/watch?v=abc", False),
        ("https://www.youtube.com:8443/embed/abc", False),
        ("https://youtube.com.evil.example/embed/abc", False),
        ("https://[broken/embed/", False),
    ],
)
def test_only_players_of_exact_hosts_may_be_framed(address: str, allowed: bool) -> None:
    assert may_frame(address) is allowed


def test_a_players_page_is_exact() -> None:
    assert may_frame("https://player.bilibili.com/player.html?aid=1")
    assert not may_frame("https://player.bilibili.com/player.htmlevil")


def test_a_backslash_is_kept_where_no_browser_takes_it_for_a_slash() -> None:
    html = '<a href="https://a.example/?q=\\d#\\w" rel="noopener noreferrer">x</a>'
    assert sanitise(html) == html
    assert "href" not in sanitise('<a href="https://a.example\\@b.example/?q=x">x</a>')


class Interrupting(frozenset[str]):
    """Attributes at which somebody presses Ctrl-C."""

    def __contains__(self, _name: object) -> bool:
        raise KeyboardInterrupt


def test_whoever_interrupts_the_sanitiser_is_heard_and_no_address_is_lost(monkeypatch: pytest.MonkeyPatch) -> None:
    markup = '<img src="https://a.example/1.png">'
    before = sys.unraisablehook
    monkeypatch.setattr(safe, "_ADDRESSES", Interrupting())
    with pytest.raises(KeyboardInterrupt):
        sanitise(markup)
    monkeypatch.undo()
    assert sanitise(markup) == markup
    assert sys.unraisablehook is before


def test_what_goes_wrong_elsewhere_meanwhile_is_told_as_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    class Broken:
        def __del__(self) -> None:
            raise ValueError

    class Dropping(frozenset[str]):
        def __contains__(self, _name: object) -> bool:
            Broken()
            return False

    told: list[object] = []
    monkeypatch.setattr(sys, "unraisablehook", lambda found: told.append(found.exc_type))
    monkeypatch.setattr(safe, "_ADDRESSES", Dropping())
    assert sanitise('<p title="x"></p>') == '<p title="x"></p>'
    assert {*told} == {ValueError}


@pytest.mark.parametrize(
    ("address", "published"),
    [
        ("http://www.youtube.com/embed/x", "https://www.youtube.com/embed/x"),
        ("https://www.youtube.com/embed/x", "https://www.youtube.com/embed/x"),
        ("http://www.youtube.com/watch?v=x", "http://www.youtube.com/watch?v=x"),
        ("http://other.example/embed/x", "http://other.example/embed/x"),
    ],
)
def test_players_are_framed_by_https(address: str, published: str) -> None:
    assert frame_address(address) == published
