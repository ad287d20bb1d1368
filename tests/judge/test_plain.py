"""The quick way out: it says that a page is plain only where every question of the judge says that it is fine."""

import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedtool.http.exchange import Exchange, Failure, Hop
from feedtool.judge import judge as module
from feedtool.judge.judge import Evidence, judge, look
from feedtool.judge.plain import is_plain
from feedtool.pages.deaths import DEATHS
from feedtool.pages.page import page_of
from feedtool.pages.refusals import REFUSALS
from feedtool.wordings.not_found import LANGUAGES
from feedtool.wordings.systems import SYSTEMS
from tests.pages import test_real_pages as real
from tests.pages.making import HTML, URL, exchange, page

TITLE = "The mill by the river turned again, and why it did"
FINE = page(TITLE, f"<h1>{TITLE}</h1><p>It turned.</p>")


def says_plain(asked: Exchange) -> bool:
    return asked.response is not None and is_plain(asked, page_of(asked.response))


def fully(asked: Exchange) -> Evidence:
    """Return what an exchange brought, looked at as if there were no quick way out."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, "is_plain", lambda _exchange, _page: False)
        return look(asked)


def assert_plain_is_fine(asked: Exchange) -> None:
    if says_plain(asked):
        evidence = fully(asked)
        assert judge(evidence).reason == "ok"
        assert (evidence.kind, evidence.missing) == (None, frozenset())
        assert judge(look(asked)) == judge(evidence)


def test_a_page_with_a_storys_title_is_plain() -> None:
    assert says_plain(exchange(body=FINE))
    assert look(exchange(body=FINE)).plain


@pytest.mark.parametrize(
    "asked",
    [
        exchange(404, FINE),
        exchange(204, FINE),
        exchange(body=FINE, ended="short"),
        exchange(body=FINE, headers=(*HTML, ("cf-mitigated", "challenge"))),
        exchange(body=FINE, redirects=(Hop(301, URL),), final=f"{URL}/new"),
        exchange(body=FINE.replace("<title>", "<meta http-equiv=Refresh content='0; url=/404'><title>")),
        exchange(body=FINE.replace("<p>", "<script>location.href = '/login'</script><p>")),
        exchange(body=FINE.replace(f"<h1>{TITLE}", "<h1>Page not found")),
        exchange(body=page("A story")),
        exchange(body=page("404 Not Found")),
        exchange(body=FINE, headers=(("content-type", "image/png"),)),
        replace(exchange(body=FINE), failure=Failure("redirect-invalid")),
    ],
    ids=lambda asked: f"{asked.response.status} {asked.response.body[:200]!r}"[:90],
)
def test_what_needs_another_question_is_not_plain(asked: Exchange) -> None:
    assert not says_plain(asked)


def test_a_certificate_that_was_left_out_is_told_of_a_fine_page_too() -> None:
    asked = exchange(body=FINE)
    assert asked.response is not None
    completed = replace(asked, response=replace(asked.response, certificates_completed=True))
    assert judge(look(completed)).reason == "tls-incomplete"


def test_fragments_and_images_are_looked_at_in_full() -> None:
    assert not look(exchange(body=FINE), fragments=frozenset(("top-story",))).plain
    assert not look(exchange(body=FINE), image=True).plain


def test_a_plain_page_that_the_server_shows_everywhere_is_no_page() -> None:
    assert judge(replace(look(exchange(body=FINE)), neutral=True)).reason == "soft-404"


def known_pages() -> list[tuple[str, str]]:
    """Return all pages that other tests know: of rules, of languages, of sites."""
    rules = [
        (f"https://{rule.hosts[0] if rule.hosts else 'a.example'}/story", source)
        for rule in (*REFUSALS, *DEATHS)
        for source in (rule.example, rule.counter)
    ]
    rules += [(URL, source) for one in SYSTEMS for source in (one.example, one.refusal, one.counter) if source]
    said = [(URL, page(text, f"<h1>{text}</h1>")) for one in LANGUAGES for text in (*one.example, *one.counter)]
    sites = [
        found for table in vars(real).values() if isinstance(table, dict) for found in table.values()
        if isinstance(found, tuple) and len(found) == 2 and "<" in str(found[1])
    ]  # fmt: skip
    return rules + said + sites


KNOWN = known_pages()


def test_of_all_pages_that_are_known_none_is_plain_and_not_fine() -> None:
    assert len(KNOWN) > 400
    for url, source in KNOWN:
        assert_plain_is_fine(exchange(body=source, url=url))


def test_no_page_that_is_gone_or_refuses_is_plain_under_a_storys_title_either() -> None:
    for url, source in KNOWN:
        named = re.sub("(?i)<title>[^<]*", f"<title>{TITLE}", source)
        assert_plain_is_fine(exchange(body=named if named != source else f"<title>{TITLE}</title>{source}", url=url))


# What leads elsewhere, or says in a heading that the page is gone.
PIECES = [
    "<meta http-equiv=refresh content='0; url=/404.html'>",
    "<META HTTP-EQUIV='Refresh' CONTENT='1;URL=/login'>",
    "<script>window.location.replace('/error/404')</script>",
    *(f"<h1>{text}</h1>" for one in LANGUAGES for text in one.example),
]


@given(
    st.lists(st.sampled_from([*(source for _, source in KNOWN), *PIECES]), max_size=3),
    st.sampled_from([TITLE, "Kurier", "404", "我们在河边看到的那座老磨坊又转起来了"]),
    st.booleans(),
)
def test_pages_within_pages_are_plain_only_where_they_are_fine(parts: list[str], title: str, long: bool) -> None:
    body = "".join(parts) + "<p>The mill turned again.</p>" * (200 if long else 0)
    assert_plain_is_fine(exchange(body=page(title, body)))


@pytest.mark.parametrize("piece", PIECES, ids=lambda piece: piece[:60])
def test_a_piece_that_tells_otherwise_is_heard_under_a_storys_title(piece: str) -> None:
    assert_plain_is_fine(exchange(body=page(TITLE, piece)))
