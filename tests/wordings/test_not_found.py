"""The sentence "this page is not there", in the languages of the web."""

import pytest

from feedtool.prefilter import Prefilter
from feedtool.wordings.not_found import (
    LANGUAGES,
    Language,
    holds_not_found,
    is_exclamation,
    is_only_number,
    says_not_found,
    says_nothing_is_there,
)
from feedtool.wordings.phrases import FAMILIES


@pytest.mark.parametrize("language", LANGUAGES, ids=lambda language: language.name)
def test_missing_pages_say_so_in_many_languages(language: Language) -> None:
    assert [text for text in language.example if not says_not_found(text.lower())] == []
    assert [text for text in language.counter if says_not_found(text.lower())] == []


@pytest.mark.parametrize("language", LANGUAGES, ids=lambda language: language.name)
def test_what_stands_around_the_sentence_does_not_matter(language: Language) -> None:
    for text in language.example:
        assert says_not_found(f"404 - {text}!".lower())
        assert says_not_found(f"“{text}”".lower())


@pytest.mark.parametrize(
    ("said", "is_so"),
    [
        ("this petition is no longer available", True),
        ("the presentation you requested was removed by the author", True),
        ("cette émission n'est plus disponible", True),
        ("das konto wurde gelöscht", True),
        ("канал удалён", True),
        ("le compte twitter du maire a été supprimé", False),
        ("la cuenta del alcalde en twitter fue eliminada", False),
        ("das konto des bürgermeisters wurde gelöscht", False),
        ("the report on the mill was withdrawn", False),
        ("канал мэра удалён", False),
    ],
)
def test_what_stories_tell_of_too_counts_only_next_to_what_is_said_of_it(said: str, is_so: bool) -> None:
    assert says_not_found(said) is is_so


@pytest.mark.parametrize(
    ("said", "is_so"),
    [
        ("page not found, please use the search", True),
        ("die seite existiert nicht mehr, vielleicht hat sie auch nie existiert", True),
        ("η σελίδα αυτή δεν υπάρχει στον ιστότοπο μας", True),
        ("页面不存在，请返回首页", True),
        ("पृष्ठ नहीं मिला 😕", True),
        ("the article was deleted but the debate goes on", False),
        ("the page does not exist and never did, she wrote", False),
    ],
)
def test_a_request_a_guess_or_the_site_may_follow_and_no_story(said: str, is_so: bool) -> None:
    assert says_not_found(said) is is_so


def test_no_two_languages_have_one_name() -> None:
    assert len({language.name for language in LANGUAGES}) == len(LANGUAGES)


@pytest.mark.parametrize(
    "text",
    ["404", "410", "error 404", "404错误", "http 404", "oops! 404.", "404 | error", "(404)", "エラー 404", "404 page"],
)
def test_a_name_can_be_no_more_than_the_number(text: str) -> None:
    assert is_only_number(text)
    assert says_not_found(text)


@pytest.mark.parametrize(
    "text", ["", "error", "page", "4040", "1404", "403", "404 days in prison", "room 404", "http 404 explained"]
)
def test_another_number_or_more_than_it_says_nothing(text: str) -> None:
    assert not is_only_number(text)
    assert not says_not_found(text)


@pytest.mark.parametrize(
    "text",
    [
        "how to design a 404 page",
        "page not found: a history of the web's best known message",
        "the page was not found, the archivist wrote, and nobody ever asked for it again",
        "被删除的帖子与不存在的村庄",
        "404页面不存在时该怎么办：设计一个好的404页面",
        "the missing page of the diary",
        "missing link found in kenya",
        "the missing link has been found",
        "why your account was suspended",
        "my blog was deleted",
        "the video that was removed",
        "a lost story is found",
        "this blog has moved",
        "no link between smoking and fog",
        "you can't post that video here",
        "it looks like the story never ends",
        "unknown files of the stasi",
        "gone",
        "you are lost",
        "kein blog ohne leser",
        "wir können artikel schreiben",
        "das dokument wurde gefunden",
        "het artikel is nu beschikbaar",
        "no existe la noticia neutral",
        "mon blog n'existe plus",
        "такая новость обрадовала всех",
        "документ был найден в архиве",
        "stránka byla nalezena",
        "삭제된 기사들의 역사",
        "存在しないページ",
        "作品は削除されたのか",
        "微博被删除",
        "网站被屏蔽",
        "视频下架",
        "找到了文章",
        "nobody found the village",
    ],
)
def test_a_title_that_says_more_is_that_of_a_story(text: str) -> None:
    assert not says_not_found(text)


@pytest.mark.parametrize(
    "text",
    [
        "this page is not available for legal reasons",
        "diese webseite ist aus urheberrechtlichen gründen nicht verfügbar",
        "cette page n'est pas disponible pour des raisons juridiques",
        "la página no está disponible por motivos de derechos",
        "страница недоступна по юридическим причинам",
        "the site is currently unavailable",
        "le site est temporairement indisponible",
        "您访问的网站被屏蔽",
        "this content is unavailable from your location",
        "dieses video ist in ihrem land leider nicht verfügbar",
        "bu içerik ülkenizde kullanılamıyor",
        "این محتوا در کشور شما در دسترس نیست",
        "이 콘텐츠는 해당 국가에서 사용할 수 없습니다",
        "der artikel ist ohne abo nicht verfügbar",
        "this page is temporarily unavailable",
        "an appropriate representation of the requested resource could not be found on this server",
        "страница временно недоступна",
    ],
)
def test_what_is_withheld_for_a_reason_or_for_now_is_there(text: str) -> None:
    assert not says_not_found(text)


@pytest.mark.parametrize(
    "text",
    ["the page you want was moved or is temporarily unavailable", "it looks like nothing was found at this location"],
)
def test_what_may_also_be_gone_is_not_only_withheld(text: str) -> None:
    assert says_not_found(text)


@pytest.mark.parametrize(
    "text", ["this page is currently unavailable", "diese seite ist derzeit nicht verfügbar", "该页面暂时无法找到"]
)
def test_a_page_that_is_not_there_for_now_is_missing_since_sites_say_so_of_all(text: str) -> None:
    assert says_not_found(text)


def test_a_sentence_longer_than_a_message_is_none() -> None:
    assert says_not_found("the page you requested at /x was not found")
    assert not says_not_found(f"the page you requested at /{'x' * 160} was not found")


def test_a_curled_apostrophe_is_an_apostrophe() -> None:
    assert says_not_found("this page isn’t available")
    assert says_not_found("this page isn't available")


@pytest.mark.parametrize(
    "text", ["oops!", "hoppla!", "ops!", "oeps!", "ne pare rău", "hrm.", "упс…", "عفواً!", "很抱歉！", "sorry, oops"]
)
def test_a_heading_can_be_no_more_than_an_exclamation(text: str) -> None:
    assert is_exclamation(text)


@pytest.mark.parametrize("text", ["", "status", "but", "fog", "sorry about the fog", "雾"])
def test_what_says_more_is_no_exclamation(text: str) -> None:
    assert not is_exclamation(text)


def test_persian_and_arabic_digits_are_digits() -> None:
    assert says_not_found("خطای ۴۰۴")
    assert is_only_number("٤٠٤")


def test_an_i_with_the_dot_of_a_turkish_capital_is_an_i() -> None:
    assert says_not_found("İçerik bulunamadı".lower())


@pytest.mark.parametrize(
    "text",
    [
        "পৃষ্ঠা পাও\u09afা যা\u09af\u09bcনি".replace("ও\u09af", "ও\u09af\u09bc"),
        "পৃষ্ঠা পাও\u09dfা যা\u09dfনি",
        "Página não encontrada",
        "Pa\u0301gina na\u0303o encontrada",
    ],
)
def test_letters_may_be_composed_or_not(text: str) -> None:
    assert says_not_found(text.lower())


@pytest.mark.parametrize(
    ("text", "holds"),
    [
        ("aunque veas nuestro logo, sentimos decirte que esta página no existe", True),
        ("page not found", True),
        ("i dreamt that the page does not exist and then woke up", False),
        ("write to a404@mail.example", False),
        ("this video, he said, is not available in your country", False),
    ],
)
def test_a_sentence_may_end_with_the_message(text: str, holds: bool) -> None:
    assert holds_not_found(text) is holds


def test_to_try_only_what_finds_its_word_tells_the_same_as_to_try_everything(monkeypatch: pytest.MonkeyPatch) -> None:
    texts = [text.lower() for one in LANGUAGES for text in (*one.example, *one.counter)][::4]
    texts += [text.lower() for one in FAMILIES for text in (*one.examples, *one.counters)][::4]
    texts += [f"{one} {other}" for one, other in zip(texts, texts[9::2], strict=False)]
    questions = (says_not_found.__wrapped__, holds_not_found.__wrapped__, says_nothing_is_there.__wrapped__)
    told = [[question(text) for question in questions] for text in texts]
    monkeypatch.setattr(Prefilter, "candidates", lambda self, _text: self._known[0])
    assert [
        text for text, answers in zip(texts, told, strict=True) if answers != [one(text) for one in questions]
    ] == []
