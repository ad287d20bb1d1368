import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedtool.html.bare import bare_urls, looks_glued


def urls(text: str) -> list[str]:
    return [bare.raw for bare in bare_urls(text) if not bare.truncated]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("见https://a.example/x。下一句", ["https://a.example/x"]),
        ("https://a.example/x中文", ["https://a.example/x"]),
        ("https://a.example/x🎉", ["https://a.example/x"]),
        ("https://a.example/x y", ["https://a.example/x"]),
        ("\"https://a.example/x\" 'https://b.example/'", ["https://a.example/x", "https://b.example/"]),
        ("<https://a.example/x>", ["https://a.example/x"]),
        ("https://a.example/x.", ["https://a.example/x"]),
        ("https://a.example/x?!,;:", ["https://a.example/x"]),
        ("(https://a.example/x)", ["https://a.example/x"]),
        ("(https://a.example/x(y))", ["https://a.example/x(y)"]),
        ("[a](https://a.example/x)", ["https://a.example/x"]),
        ("[https://a.example/](https://b.example/)", ["https://a.example/", "https://b.example/"]),
        ("https://a.example/x#", ["https://a.example/x"]),
        ("https://a.example/x#新闻", ["https://a.example/x"]),
        ("https://a.example/x#y", ["https://a.example/x#y"]),
        ("https://a.example/x====================", ["https://a.example/x"]),
        ("https://a.example/x----text", ["https://a.example/x"]),
        ("https://a.example/x******text", ["https://a.example/x"]),
        ("https://a.example/x==", ["https://a.example/x=="]),
        ("https://youtu.be/abcdefghij-", ["https://youtu.be/abcdefghij-"]),
        ("https://youtu.be/abcdefghij_", ["https://youtu.be/abcdefghij_"]),
        ("https://a.example/xhttps://b.example/y", ["https://a.example/x", "https://b.example/y"]),
        ("Patreonhttps://a.example/x", ["https://a.example/x"]),
        ("HTTPS://A.example/X", ["HTTPS://A.example/X"]),
        (
            "https://web.archive.org/web/2020/https://a.example/x",
            ["https://web.archive.org/web/2020/https://a.example/x"],
        ),
        ("https://archive.is/https://a.example/x", ["https://archive.is/https://a.example/x"]),
        (
            "https://images.weserv.nl/?url=https://a.example/x.png",
            ["https://images.weserv.nl/?url=https://a.example/x.png"],
        ),
        ("https://g.example/url?q=http://a.example/", ["https://g.example/url?q=", "http://a.example/"]),
        ("http:// 和 https://", []),
        ("https://ppt.example/f6Dsnx(專業課)", ["https://ppt.example/f6Dsnx"]),
    ],
)
def test_a_url_is_cut_out_of_running_text(text: str, expected: list[str]) -> None:
    assert urls(text) == expected


@pytest.mark.parametrize(
    "text", ["https://a.example/program-...", "(https://a.example/licenses/...)", "https://a.example/x...另"]
)
def test_a_url_cut_off_with_dots_is_truncated(text: str) -> None:
    assert [bare.truncated for bare in bare_urls(text)] == [True]


def test_a_url_that_a_shortened_text_ends_with_is_truncated_and_no_other_before_an_ellipsis() -> None:
    found = [(bare.raw, bare.truncated) for bare in bare_urls("见https://a.example/…… 和 https://b.example/lon…")]
    assert found == [("https://a.example/", False), ("https://b.example/lon…", True)]
    assert urls("https://…") == []
    assert urls("https://a.example/====text…") == ["https://a.example/"]


def test_a_url_that_youtube_shortened_is_truncated_whatever_follows() -> None:
    found = list(bare_urls("https://odysee.com/@%E9%99%88%E7%A7%8...YouTube频道"))
    assert [(bare.raw, bare.truncated) for bare in found] == [("https://odysee.com/@%E9%99%88%E7%A7%8...", True)]


def test_dots_within_a_url_do_not_cut_it_off() -> None:
    assert urls("https://a.example/compare/v1...v2") == ["https://a.example/compare/v1...v2"]


@pytest.mark.parametrize(
    ("url", "glued"),
    [
        ("https://bit.ly/1E2F182Paypal", True),
        ("https://www.instagram.com/corrupttheyouthFacebook", True),
        ("https://youtu.be/abcdefghijkJoin", True),
        ("https://www.facebook.com/Facebook", False),
        ("https://youtu.be/abcdefghijk", False),
        ("https://bit.ly/2UuTHqx", False),
    ],
)
def test_a_word_at_the_end_of_a_url_is_noticed(url: str, glued: bool) -> None:
    assert looks_glued(url) is glued


@given(st.text(st.sampled_from("htps:/.a)(]=-*#é \n'"), max_size=60))
def test_every_url_stands_where_it_says(text: str) -> None:
    for bare in bare_urls(text):
        assert text.startswith(bare.raw, bare.start)


@pytest.mark.parametrize(
    "unit", ["https://", "http://a", "https://a)", "https://a/url=", "(", ")", "](", ".", "=", "#", "https://a===="]
)
def test_no_repetition_makes_it_slow(unit: str) -> None:
    assert len(list(bare_urls("https://a.example/" + unit * (200_000 // len(unit))))) > 0
