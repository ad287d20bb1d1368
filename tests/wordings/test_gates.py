"""The words of gates in every language: each kind has an example, and no missing page is taken for a gate."""

import pytest

from feedtool.pages.siblings import could_be_neutral, stands_before_others
from feedtool.wordings.gates import DOMAINS, GATES, LURES, Gate, lures, offers_domain, tells_of_gate
from feedtool.wordings.not_found import LANGUAGES
from tests.pages.making import exchange, page
from tests.pages.test_siblings import page_in

_LINES = "<p>Links for today, and the best of them, told by those who win.</p>" * 30


@pytest.mark.parametrize("gate", GATES, ids=lambda gate: gate.language)
def test_each_kind_of_words_sees_its_example(gate: Gate) -> None:
    for words, example in zip((gate.refused, gate.patience, gate.members), gate.examples, strict=True):
        assert Gate(gate.language, words, words, words, gate.examples).sees(example.lower()), example


@pytest.mark.parametrize("example", [text for gate in GATES for text in gate.examples])
def test_a_short_page_that_turns_visitors_away_stands_before_others(example: str) -> None:
    one = page_in(exchange(body=page("Valley", f"<h1>Valley</h1><p>{example}</p>")))
    assert one is not None
    assert stands_before_others(one)


@pytest.mark.parametrize("language", LANGUAGES, ids=lambda language: language.name)
def test_a_missing_page_is_no_gate(language: object) -> None:
    taken = [text for text in language.example if tells_of_gate(text.lower())]  # type: ignore[attr-defined]
    assert taken == []


@pytest.mark.parametrize(
    "text",
    [
        "News from the valley, every week since 1921.",
        "Seit 1921 berichten wir aus dem Tal.",
        "本报创办于一九二一年，每周一期。",
        "Вести долины выходят с 1921 года.",
        "谷間新聞は1921年に創刊しました。",
        "Le pont en travaux dès mai.",
        "五月起大桥维修",
        "Privatlivspolitik · Polityka prywatności · ความเป็นส่วนตัว · Privatumas · Приватност",
        "Політика Спорт Робота",
    ],
)
def test_a_neutral_page_is_no_gate(text: str) -> None:
    assert not tells_of_gate(text.lower())


@pytest.mark.parametrize("title", ["SLOT88 login resmi", "开云体育(中国)官方网站-登录入口", "먹튀검증 토토사이트"])
@pytest.mark.parametrize("body", ["<a>Login</a><p>Daftar sekarang, menang hari ini.</p>", f"<a>登录</a>{_LINES}"])
def test_a_link_to_log_in_does_not_spare_a_hijacked_page(title: str, body: str) -> None:
    one = exchange(body=page(title, f"<h1>{title}</h1>{body}"))
    assert could_be_neutral(one, page_in(one))


def test_a_form_to_log_in_spares_a_short_page_whatever_its_name() -> None:
    one = exchange(body=page("Casino", "<h1>Casino</h1><form><input type=password></form><p>News from the tables."))
    assert not could_be_neutral(one, page_in(one))


@pytest.mark.parametrize(
    ("title", "lure"),
    [
        ("judi online", True),
        ("judionline terpercaya", True),
        ("buy cialis", True),
        ("bloqueado por ordem judicial", False),
        ("decisão judiciária", False),
        ("ask a specialist", False),
    ],
)
def test_a_lure_inside_of_another_word_is_none(title: str, lure: bool) -> None:
    assert lures(title) is lure


def test_lures_are_in_lower_case_as_the_titles_that_are_searched() -> None:
    assert [word for word in (*LURES, *DOMAINS) if word != word.lower()] == []
    assert not lures("the mill by the river turned again")


@pytest.mark.parametrize(
    ("text", "offered"),
    [
        ("the domain a.example may be yours", True),
        ("本域名可转让", True),
        ("alan adı satılık", True),
        ("срок домена истёк", True),
        ("the lords of the valley", False),
        ("condominium", False),
        ("dominika and the mill", False),
    ],
)
def test_a_page_that_speaks_of_a_domain_offers_it(text: str, offered: bool) -> None:
    assert offers_domain(text) is offered
