"""Marks of a page that speaks to its visitor: closed classes of words, forms, numbers, headers."""

import re

import pytest

from feedtool.http.exchange import Response
from feedtool.pages.page import Page
from feedtool.pages.visitors import (
    ABSENCE,
    SIGNS,
    WORD_CLASSES,
    Sign,
    WordClass,
    addresses_visitor,
    holds_word,
    speaks_to_visitor,
    tells_of_absence,
)

NEUTRAL = """News from the valley, every week since 1921.
Nachrichten aus dem Tal, jede Woche seit 1921. Alle Rechte vorbehalten.
Les nouvelles de la vallée, chaque semaine depuis 1921. Tous droits réservés.
Noticias del valle, cada semana desde 1921. En construcción.
Notícias do vale, todas as semanas desde 1921.
Notizie dalla valle, ogni settimana dal 1921. Tutti i diritti riservati.
Nieuws uit het dal, elke week sinds 1921.
Nyheter från dalen, varje vecka sedan 1921.
Nyheder fra dalen, hver uge siden 1921.
Nyheter fra dalen, hver uke siden 1921.
Uutisia laaksosta joka viikko vuodesta 1921.
Wiadomości z doliny, co tydzień od 1921 roku.
Zprávy z údolí, každý týden od roku 1921.
Správy z údolia, každý týždeň od roku 1921.
Hírek a völgyből, minden héten 1921 óta.
Știri din vale, în fiecare săptămână din 1921.
Новини от долината, всяка седмица от 1921 година.
Новости долины, каждую неделю с 1921 года.
Новини долини, щотижня з 1921 року.
Вести из долине, сваке недеље од 1921.
Vijesti iz doline, svaki tjedan od 1921.
Novice iz doline, vsak teden od leta 1921.
Νέα από την κοιλάδα, κάθε εβδομάδα από το 1921.
Vadiden haberler, 1921'den beri her hafta.
أخبار الوادي كل أسبوع منذ 1921
اخبار دره، هر هفته از سال ۱۹۲۱
חדשות מהעמק מדי שבוע מאז 1921
घाटी की खबरें, 1921 से हर सप्ताह
ข่าวจากหุบเขาทุกสัปดาห์ตั้งแต่ปี 1921
Tin tức từ thung lũng, hằng tuần từ năm 1921.
Berita dari lembah, setiap minggu sejak 1921.
Uudised orust, iga nädal aastast 1921.
Naujienos iš slėnio, kas savaitę nuo 1921 metų.
Notícies de la vall, cada setmana des del 1921.
谷の便り、毎週お届け、1921年創刊
계곡의 소식, 1921년부터 매주
山谷新闻，始于1921年，每周一期 版权所有 未来科技有限公司
Acme Industries. Steel, Pipes, Valves. Quality since 1987. All rights reserved.""".splitlines()


def holds(words: WordClass, text: str) -> bool:
    return any(re.search(stem, text.lower().replace("ı", "i")) for stem in words.stems())


def shows(body: str, *headers: tuple[str, str], title: str = "The Gazette") -> bool:
    one = Page(f"<html><head><title>{title}</title></head><body>{body}</body></html>", whole=True)
    return speaks_to_visitor(one, Response(200, (("content-type", "text/html"), *headers)))


def addresses(body: str) -> bool:
    return addresses_visitor(Page(f"<title>The Gazette</title><body>{body}</body>", whole=True))


@pytest.mark.parametrize(
    ("body", "does"),
    [
        ("<p>Your line is being looked at, please hold it.</p>", True),
        ("<p>Aus Sicherheitsgründen nicht für alle.</p>", True),
        ("<p>您的线路被管理员关闭</p>", True),
        ("<p>Guard 8812-03-77 stands before you.</p>", True),
        ("<p>Your line.</p>", False),
        ("<p>Not now, only later.</p>", False),
        ("<p>News from the valley, every week since 1921.</p>", False),
    ],
    ids=["you, please", "safety, not", "you, whom to ask", "you, a number", "one mark", "common marks", "none"],
)
def test_two_marks_of_which_one_is_not_common_address_the_visitor(body: str, does: bool) -> None:
    assert addresses(body) is does


def test_a_page_with_links_to_others_is_one_of_a_site_and_addresses_nobody() -> None:
    said = "<p>Your line is being looked at, please hold it.</p>"
    assert addresses(f"{said}<a href=/>Home</a><a href=/help>Help</a>")
    assert not addresses(f"{said}<a href=/>Home</a><a href=/a>A</a><a href=/b>B</a>")


def test_beside_links_to_others_neither_these_nor_a_form_speak_to_the_visitor() -> None:
    menu = "<ul><li><a href=/a>Your news</a><li><a href=/b>Sport</a><li><a href=/contact>Contact</a></ul><form><input name=q></form>"
    assert not shows(f"{menu}<p>News from the valley.</p>")
    assert shows(f"{menu}<p>A guard stands before you.</p>")
    assert shows(f"{menu}<h1>Please hold the line</h1><p>News from the valley.</p>")
    assert shows(f"{menu}<p>Guard 8812-03-77.</p>")


@pytest.mark.parametrize("words", [*WORD_CLASSES, ABSENCE], ids=lambda words: words.name)
def test_a_class_of_words_is_held_by_its_examples_and_not_by_its_counter_example(words: WordClass) -> None:
    assert [text for text in words.examples if not holds(words, text)] == []
    assert not holds(words, words.counter)
    assert words.words == words.words.lower()


@pytest.mark.parametrize("sign", SIGNS, ids=lambda sign: sign.name)
def test_a_sign_is_seen_in_its_example_and_not_in_its_counter_example(sign: Sign) -> None:
    assert sign.sees(Page(f"<title>a</title>{sign.example}", whole=True))
    assert not sign.sees(Page(f"<title>a</title>{sign.counter}", whole=True))


@pytest.mark.parametrize("text", NEUTRAL)
def test_what_a_site_says_of_itself_speaks_to_nobody(text: str) -> None:
    assert not holds_word(text.lower())
    assert not tells_of_absence(text.lower())
    assert not shows(f"<h1>{text}</h1>")


@pytest.mark.parametrize(
    ("text", "held"),
    [
        ("you", True),
        ("youth", False),
        ("It isn't", True),
        ("rock ’n’ roll band", False),
        ("подготовка", False),
        ("只对本校开放", True),
        ("por favor", True),
        ("Adresiniz", True),
        ("YASAL UYARI", True),
    ],
)
def test_a_word_is_whole_unless_it_says_otherwise(text: str, held: bool) -> None:
    assert holds_word(text.lower()) is held


def test_cookies_and_what_is_kept_out_of_stores_and_indexes_are_marks() -> None:
    assert not shows("<p>The valley.")
    assert shows("<p>The valley.", ("set-cookie", "sid=1"))
    assert shows("<p>The valley.", ("cache-control", "private, No-Store"))
    assert not shows("<p>The valley.", ("cache-control", "max-age=60"))
    assert shows("<p>The valley.", ("x-robots-tag", "noindex"))


def test_a_script_is_a_mark_of_a_page_that_has_nothing_else() -> None:
    assert shows("<p>The valley.<script>go()</script>")
    assert shows('<meta http-equiv="refresh" content="5"><p>The valley.')
    assert not shows('<p>The valley.<a href="/hills">hills</a><script>count()</script>')
    assert not shows(f"<p>{'The valley. ' * 60}<script>count()</script>")
