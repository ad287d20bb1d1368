"""Which fragments a page must hold, and where it holds them."""

import pytest

from feedtool.html.fragments import checked_fragment, missing_fragments
from tests.pages.making import URL, page


@pytest.mark.parametrize(
    ("url", "fragment"),
    [
        (URL, ""),
        (URL + "#part", "part"),
        (URL + "#Part", "Part"),
        (URL + "#%E7%AB%A0", "%E7%AB%A0"),
        (URL + "#", ""),
        (URL + "#top", ""),
        (URL + "#TOP", ""),
        (URL + "#topic", "topic"),
        (URL + "#:~:text=word", ""),
        (URL + "#part:~:text=word", "part"),
        (URL + "#/route", ""),
        (URL + "#!/route", ""),
        (URL + "#page=3", ""),
        ("https://github.com/a/b/blob/main/c.py#L10", ""),
        ("https://gist.github.com/a/b#file-c-L10", "file-c-L10"),
        ("https://github.com/a/b#install", "install"),
        ("https://notgithub.com/a#L10", "L10"),
        ("https://docs.google.com/document/d/x/edit#heading", ""),
        ("https://mega.nz/#F!abc", ""),
        ("https://matrix.to/#room", ""),
    ],
)
def test_which_fragments_a_page_must_hold(url: str, fragment: str) -> None:
    assert checked_fragment(url) == fragment


def is_there(source: str, fragment: str) -> bool:
    return not missing_fragments(page(body=source), {fragment})


@pytest.mark.parametrize(
    ("source", "fragment", "there"),
    [
        ('<h2 id="part">x</h2>', "part", True),
        ("<h2 id=part>x</h2>", "part", True),
        ("<h2 ID='part'>x</h2>", "part", True),
        ('<a name="part"></a>', "part", True),
        ("<a name=part></a>", "part", True),
        ('<h2 id="章">x</h2>', "%E7%AB%A0", True),
        ('<h2 id="%E7%AB%A0">x</h2>', "%E7%AB%A0", True),
        ('<h2 id="a&amp;b">x</h2>', "a&b", True),
        ('<h2 id="user-content-part">x</h2>', "part", True),
        ('<h2 id="content-part">x</h2>', "part", False),
        ('<h2 id="Part">x</h2>', "part", False),
        ('<h2 id="parts">x</h2>', "part", False),
        ('<h2 class="part">x</h2>', "part", False),
        ('<!-- <h2 id="part"> -->', "part", False),
        ("<script>s = '<h2 id=\"part\">'</script>", "part", False),
        ("<p>part</p>", "part", False),
        ('<meta name="part" content="x">', "part", False),
        ('<input name="part"><map name=part></map>', "part", False),
        ('<h2 data-id="part">x</h2>', "part", False),
        ('<a data-name="part">x</a>', "part", False),
        ('<A\nhref="/x"\n name="part">x</A>', "part", True),
        ('<a href="/x"name="part">x</a>', "part", True),
        ('<abbr name="part">x</abbr>', "part", False),
    ],
)
def test_a_fragment_is_an_id_or_the_name_of_an_anchor(source: str, fragment: str, there: bool) -> None:
    assert is_there(source, fragment) is there


def test_only_those_that_are_missing_are_told() -> None:
    one = page(body='<h2 id="a">x</h2><h2 id=b>x</h2>')
    assert missing_fragments(one, {"a", "b", "c", "%64"}) == {"c", "%64"}
    assert missing_fragments(one, set()) == set()
