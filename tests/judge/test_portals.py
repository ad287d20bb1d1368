"""Which pages could be the one that a network shows before it lets anybody through."""

import pytest

from feedtool.judge.portals import could_be_portal
from feedtool.pages.page import Page
from tests.pages.making import WORDS, page


def could_be(source: str) -> bool:
    return could_be_portal(Page(source, whole=True))


@pytest.mark.parametrize(
    "mark",
    [
        '<FORM action="/go">', "<input name=room>", "<button>OK</button>", '<meta HTTP-EQUIV="Refresh" content="0">',
        "<meta http-equiv='refresh' content='0'>", "<meta http-equiv=refresh content=0>",
        "<!-- <WISPAccessGatewayParam> -->",
    ],
)  # fmt: skip
def test_a_page_with_something_to_send_or_that_leads_on_could_be_one_however_long(mark: str) -> None:
    assert could_be(page("Rooms", mark + WORDS * 100))
    assert not could_be(page("Rooms", WORDS * 100))


@pytest.mark.parametrize(
    ("title", "text"),
    [
        ("Guest WiFi", ""), ("Rooms", "Please log in with your room number."), ("酒店", "请先登录。"),
        ("飯店", "免費無線"), ("ホテル", "ログイン"), ("Hotel", "Zur Anmeldung"), ("Hôtel", "Connexion au réseau"),
        ("Гостиница", "Вход в сеть"), ("Hotel", "Conectar"),
    ],
)  # fmt: skip
def test_a_short_page_could_be_one_by_its_words_in_many_languages(title: str, text: str) -> None:
    assert could_be(page(title, f"<p>{text}</p>"))


@pytest.mark.parametrize(
    ("title", "text"), [("It works!", "The server runs."), ("A story", WORDS), ("新闻", "河边的磨坊今天又转了。")]
)
def test_a_short_page_without_such_words_is_none(title: str, text: str) -> None:
    assert not could_be(page(title, f"<p>{text}</p>"))


def test_on_a_long_page_words_say_nothing() -> None:
    # up to 4000 characters
    login, rest = "Log in. ", "磨"
    assert could_be(page("Rooms", login + rest * (4000 - len(login))))
    assert not could_be(page("Rooms", login + rest * (4001 - len(login))))


def test_words_that_are_not_shown_say_nothing() -> None:
    assert not could_be(page("Rooms", "<script>var text = 'log in to the network'</script><p>Breakfast is served.</p>"))
