"""The language of an article: set, or told from its title and text."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from feedtool.articles import language
from feedtool.articles.article import Article
from feedtool.articles.format import format_article
from feedtool.articles.language import language_of, tell_language
from feedtool.articles.parse import parse_article
from feedtool.commands.list import read_rows
from feedtool.config.keys import Config, Folder
from tests.making import NOW, article, mirror

ENGLISH = "The minister said on Tuesday that the new law would not apply to those who had left the country before May."
SIMPLIFIED = "部长星期二说，新法律不适用于五月之前离开这个国家的人。"
TRADITIONAL = "部長星期二說，新法律不適用於五月之前離開這個國家的人。"
OF_EACH = [
    ("zh-Hans", "市政府公布新规", "<p>记者昨天从市政府了解到，这项规定将从下个月开始实行。</p>"),
    ("zh-Hant", "市政府公布新規", "<p>記者昨天從市政府了解到，這項規定將從下個月開始實行。</p>"),
    ("zh-Hant", "點解咁樣㗎", "呢個問題好難講，佢哋話唔知點算。"),
    ("zh-Hans", "", "续篇"),
    ("ja", "市長が会見", "<p>国会は来週、新しい法律について議論する。中国の学者も参加する予定だ。</p>"),
    ("ja", "トヨタの新車", ""),
    ("ko", "시장 기자회견", "<p>국회는 다음 주 새 법률(新法)에 대해 논의한다.</p>"),
    ("en", "Who Can Leave", f"<p>{ENGLISH}</p>"),
    ("de", "Neues Gesetz", "Der Minister sagte am Dienstag, dass das neue Gesetz nicht für die Menschen gilt, die vor Mai gingen."),
    ("fr", "Une nouvelle loi", "Le ministre a dit mardi que la nouvelle loi ne serait pas pour ceux qui sont partis avant mai."),
    ("es", "Una ley nueva", "El ministro dijo el martes que la nueva ley no es para los que se fueron del país antes de mayo."),
    ("it", "Una legge nuova", "Il ministro ha detto che la nuova legge non è per quelli che sono partiti prima di maggio."),
    ("nl", "Een nieuwe wet", "De minister zei op dinsdag dat de nieuwe wet niet voor mensen is die al voor mei zijn vertrokken."),
    ("pt", "Uma lei nova", "O ministro disse na terça que a nova lei não é para os que já saíram do país antes de maio."),
    ("ca", "Una llei nova", "El ministre va dir dimarts que la nova llei no és per als qui van marxar amb els seus fills."),
    ("el", "Νέος νόμος", "Ο υπουργός είπε την Τρίτη ότι ο νέος νόμος δεν ισχύει για όσους έφυγαν."),
    ("th", "กฎหมายใหม่", "รัฐมนตรีกล่าวเมื่อวันอังคาร"),
]  # fmt: skip


@pytest.mark.parametrize(("told", "title", "body"), OF_EACH)
def test_a_language_is_told(told: str, title: str, body: str) -> None:
    assert tell_language(title, body) == told


@pytest.mark.parametrize(
    ("told", "title", "body"),
    [
        ("zh-Hant", "A Night Walk [4K]", f"<p>{TRADITIONAL}</p>"),  # an English title on a Chinese text
        ("zh-Hans", "法庭上的陈述", f"<p>{ENGLISH}</p><p>{SIMPLIFIED}</p><p>{SIMPLIFIED}</p>"),  # a long quotation
        ("zh-Hans", "法庭上的陈述", f"<blockquote>{ENGLISH * 30}</blockquote><p>{SIMPLIFIED * 60}</p>"),  # a longer one
        ("en", "The Book", f"<p>{ENGLISH * 30}</p><p>{SIMPLIFIED * 10}</p>"),
        ("zh-Hans", "翻译的问题", f"<p>{SIMPLIFIED}「春の海ひねもす」</p>"),  # a line of Japanese
        ("en", "A Poem", f"<p>{ENGLISH} {ENGLISH} The poem is called 離騷.</p>"),
        ("zh-Hant", "讀報", f"<p>{TRADITIONAL * 20}</p><blockquote>{SIMPLIFIED * 40}</blockquote>"),
        ("zh-Hans", "频道简介", "https://example.org/a-very-long-address-of-many-words-and-more 请订阅 me@example.org"),
        ("zh-Hans", "奥运现场", '<img src="data:image/png;base64,' + "iVBORw0KGgo" * 1000 + f'"><p>{SIMPLIFIED}</p>'),
        ("zh-Hans", "标题", "<!-- " + ENGLISH * 5 + " --><script>" + ENGLISH * 5 + f"</script><p>{SIMPLIFIED}</p>"),
        ("zh-Hant", "", "&#23565;&#x9019;&#20491;"),  # characters written as references
    ],
)
def test_what_stands_around_it_does_not_hide_it(told: str, title: str, body: str) -> None:
    assert tell_language(title, body) == told


@pytest.mark.parametrize(
    ("title", "body"),
    [
        ("", ""),
        ("上海", ""),  # nothing that only one side writes
        ("皇后里台北干只", ""),  # both sides write these
        ("Live", "12:30"),
        ("The Old Town", ""),  # too few words
        (f"{SIMPLIFIED}", f"<p>{TRADITIONAL * 2}</p>"),  # as much of the one as of the other
        ("Новый закон", "Министр сказал во вторник, что новый закон не распространяется на тех, кто уехал."),
        ("قانون جديد", "قال الوزير يوم الثلاثاء إن القانون الجديد لا ينطبق على من غادروا البلاد."),
        ("Ny lov", "Ministeren sagde tirsdag, at den nye lov ikke gælder for dem, der forlod landet før maj måned."),
        (
            "Undang-undang",
            "Menteri mengatakan pada hari Selasa bahwa aturan baru tidak berlaku bagi mereka yang pergi.",
        ),
        (
            "Nuwe wet",
            "Die minister het Dinsdag gesê dat die nuwe wet nie van toepassing is op mense wat reeds weg is nie.",
        ),
        ("rén rén shēng ér", "zì yóu zài zūn yán hé quán lì shàng yī lǜ píng děng tā men fù yǒu lǐ xìng"),
    ],
)
def test_what_is_mixed_or_too_short_tells_nothing(title: str, body: str) -> None:
    assert tell_language(title, body) is None


@pytest.mark.parametrize(
    ("default", "body", "kept"),
    [
        ("zh-HK", TRADITIONAL, "zh-HK"),
        ("zh-HK", SIMPLIFIED, "zh-Hans"),
        ("zh-CN", SIMPLIFIED, "zh-CN"),
        ("zh", SIMPLIFIED, "zh-Hans"),
        ("en-GB", ENGLISH, "en-GB"),
        ("ja", "東京五輪、開幕", None),  # a heading in kanji alone
        ("ja", TRADITIONAL, "zh-Hant"),
    ],
)
def test_a_default_that_says_more_of_the_same_is_kept(default: str, body: str, kept: str | None) -> None:
    assert tell_language("", body, default=default) == kept


@pytest.mark.parametrize(
    ("own", "folder", "body", "expected"),
    [
        ("ja", "de", TRADITIONAL, "ja"),
        (None, "de", TRADITIONAL, "de"),
        (None, None, TRADITIONAL, "zh-Hant"),
        (None, None, "", "fr"),
    ],
)
def test_what_is_set_comes_before_what_is_told(own: str | None, folder: str | None, body: str, expected: str) -> None:
    text = mirror(body, title="")
    if own:
        text = text.replace("author:", f"lang: {own}\nauthor:")
    assert language_of(article(text), folder=folder, default="fr") == expected


def test_the_front_matter_names_a_language_in_any_case() -> None:
    found = article(mirror().replace("author:", "lang: zh-hant-hk\nauthor:"))
    assert (found.language, found.problems) == ("zh-Hant-HK", ())


@pytest.mark.parametrize(("written", "right"), [("cn", "zh-Hans"), ("zh_TW", "zh-TW"), ("'the English'", "zh-Hans")])
def test_a_language_that_is_none_is_a_problem_with_its_line(written: str, right: str) -> None:
    text = mirror(TRADITIONAL).replace("author:", f"lang: {written}\nauthor:")
    found = article(text)
    [problem] = found.problems
    assert (problem.line, problem.code) == (text[: text.index("lang:")].count("\n") + 1, "language-invalid")
    assert problem.message == f"lang: {written.strip(chr(39))!r} is not a BCP 47 language tag; write {right}"
    assert language_of(found, folder=None, default="en") == "zh-Hant"


def test_a_language_survives_the_way_to_text_and_back() -> None:
    found = article(mirror().replace("author:", "lang: ja\nauthor:"))
    again = parse_article(format_article(found), "a.md")
    assert isinstance(again, Article)
    assert again.language == "ja"


def test_list_shows_the_language_of_each_article(seeds: Callable[..., Path]) -> None:
    folder = seeds(
        a=mirror(TRADITIONAL), b=mirror(ENGLISH, title="Who"), de__c=mirror(TRADITIONAL), d=mirror("", title="上海")
    )
    config = Config(folder, language="zh-CN", folders={"de": Folder(language="de")})
    rows = {row.fields["path"]: row.fields["language"] for row in read_rows([folder], config, now=NOW)}
    assert rows == {"a.md": "zh-Hant", "b.md": "en", "d.md": "zh-CN", "de/c.md": "de"}


def test_no_character_is_taken_for_both_sides() -> None:
    simplified, traditional = language._SIMPLIFIED, language._TRADITIONAL
    assert len(set(simplified)) == len(simplified) == len(set(traditional)) == len(traditional) == 400
    assert not set(simplified) & set(traditional)
    assert not set("后里台干只着了于占周群秘温") & set(simplified + traditional)
    assert re.fullmatch("[\u4e00-\u9fff]+", simplified + traditional)


@pytest.mark.parametrize("body", ["<!--" * 50_000, "<script" * 30_000, "<a " * 60_000, "&#x" * 60_000, "http" * 50_000])
@pytest.mark.timed
def test_hostile_markup_takes_no_time(body: str) -> None:
    import time

    started = time.process_time()
    tell_language("", body)
    assert time.process_time() - started < 0.5


def test_an_article_whose_title_and_beginning_are_in_english_is_english_however_much_it_lists_in_chinese() -> None:
    english = (
        "<p>" + "The firemen of the province were told to read these books, and this is what they read. " * 40 + "</p>"
    )
    listed = "<li>" + "新时代基层干部读本与群众工作方法" * 400 + "</li>"
    assert tell_language("What do firemen read?", english + listed) == "en"
    assert tell_language("消防员读什么？", english + listed) == "zh-Hans"
