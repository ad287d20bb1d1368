"""Videos are asked for by YouTube's oEmbed: its pages answer 200 for what is gone."""

from contextlib import closing
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest

from feedtool.http.exchange import Response
from feedtool.judge.platforms import question_for
from feedtool.schedule.manner import HostManner
from feedtool.state.state import State
from tests.checker.fakes import START, FakeWeb, check, page, reasons

WATCH = "https://www.youtube.com/watch?v=dQw4w9WgXcQ"
FOUND = Response(200, (("content-type", "application/json"),), b'{"title": "A video", "type": "video"}')


@pytest.mark.parametrize(
    "url",
    [
        WATCH,
        "https://m.youtube.com/watch?t=10&v=dQw4w9WgXcQ&feature=share",
        "https://youtu.be/dQw4w9WgXcQ?si=abc",
        "https://www.youtube.com/shorts/dQw4w9WgXcQ",
        "https://www.youtube.com/live/dQw4w9WgXcQ?feature=share",
        "https://www.youtube.com/embed/dQw4w9WgXcQ",
        "https://www.youtube-nocookie.com/embed/dQw4w9WgXcQ",
    ],
)
def test_the_address_of_one_video_is_asked_for_by_its_id(url: str) -> None:
    question = question_for(url)
    assert question is not None
    asked = urlsplit(question)
    assert (asked.netloc, asked.path) == ("www.youtube.com", "/oembed")
    assert parse_qs(asked.query)["url"] == [WATCH]


@pytest.mark.parametrize(
    "url",
    [
        "https://www.youtube.com/@channel",
        "https://www.youtube.com/playlist?list=PL1",
        "https://www.youtube.com/watch",
        "https://www.youtube.com/embed/videoseries?list=PL1",
        "https://www.youtube.com/",
        "https://youtu.be/",
        "https://notyoutube.com/watch?v=dQw4w9WgXcQ",
    ],
)
def test_what_is_no_video_is_asked_as_it_is(url: str) -> None:
    assert question_for(url) is None


def asked(answer: Response, url: str = WATCH) -> tuple[str, FakeWeb]:
    question = question_for(url)
    assert question is not None
    web = FakeWeb({question: answer})
    report, _ = check(web, url)
    return reasons(report)[url], web


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        (FOUND, "ok/ok"),
        (page(401, b"Unauthorized"), "ok/video-restricted"),
        (page(403, b"Forbidden"), "ok/video-restricted"),
        (page(404, b"Not Found"), "broken/video-gone"),
        (page(400, b"Bad Request"), "broken/video-gone"),
        (page(429), "blocked/http-429"),
        (page(418), "blocked/http-418"),
        (page(500), "unreachable/http-500"),
        (page(200, b"<title>Before you continue to YouTube</title>"), "blocked/http-200"),
    ],
)
def test_the_answer_to_the_question_is_the_verdict(answer: Response, expected: str) -> None:
    assert asked(answer)[0] == expected


def test_a_bad_request_for_what_can_be_no_id_says_nothing() -> None:
    assert asked(page(400, b"Bad Request"), "https://youtu.be/abc")[0] == "blocked/http-400"


def test_a_video_that_is_gone_is_asked_for_twice_before_it_is_said() -> None:
    _, web = asked(page(404, b"Not Found"))
    assert [url for _, url in web.asked if ".invalid" not in url] == [question_for(WATCH)] * 2


def test_the_row_tells_of_the_link_and_not_of_the_question() -> None:
    report, _ = check(FakeWeb({question_for(WATCH) or "": FOUND}), WATCH)
    assert report.outcomes[WATCH].final_url == WATCH
    assert report.outcomes[WATCH].redirects == ()


def videos(number: int) -> list[str]:
    return [f"https://youtu.be/{one:011}" for one in range(number)]


def test_all_videos_share_one_pace_of_two_a_second_whatever_their_host() -> None:
    links = [*videos(5), *(f"https://www.youtube.com/watch?v={one:011}" for one in range(10, 15))]
    web = FakeWeb({"*www.youtube.com": FOUND})
    _, took = check(web, *links)
    assert took >= (len(links) - 1) / 2
    assert check(web, *links, hosts={"www.youtube.com": HostManner(rate=10)})[1] < 2


def test_a_run_asks_for_so_many_and_later_runs_for_the_others() -> None:
    web = FakeWeb({"*www.youtube.com": FOUND})
    hosts = {"www.youtube.com": HostManner(per_run=3)}
    with closing(State.open(None)) as state:
        first, _ = check(web, *videos(5), state=state, hosts=hosts)
        second, _ = check(web, *videos(5), state=state, hosts=hosts, now=START + timedelta(hours=1))
    assert [len(report.outcomes) for report in (first, second)] == [3, 2]
    assert first.complete
    assert set(first.outcomes) | set(second.outcomes) == set(videos(5))
