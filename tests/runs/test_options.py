from pathlib import Path

import pytest

from feedtool import __version__
from feedtool.config.keys import Check, CheckHost, Config, SetBy
from feedtool.errors import ConfigError
from feedtool.links.link import Kind
from feedtool.runs.options import check_options


def test_seeds_are_checked_if_nothing_is_named() -> None:
    assert check_options(Config(seeds=Path("news"))).inputs == ("news",)
    assert check_options(Config(), ["a.md"]).inputs == ("a.md",)


def test_links_are_remembered_in_the_cache_unless_a_file_is_named_or_nothing_is_to_be() -> None:
    cache = Path("x/.feedtool")
    assert check_options(Config(cache=cache)).state == cache / "state.sqlite3"
    assert check_options(Config(cache=cache, check=Check(state=Path("a.state")))).state == Path("a.state")
    nothing = check_options(Config(cache=cache, check=Check(state=Path("a"), no_state=True)))
    assert (nothing.state, nothing.folder) == (None, None)
    assert check_options(Config()).state is None


def test_feedtool_names_itself_with_the_home_page_unless_it_is_given_a_name() -> None:
    def agent(**config: object) -> str:
        return check_options(Config(**config)).manner.user_agent  # type: ignore[arg-type]

    assert agent() == f"feedtool/{__version__} (link checker)"
    assert agent(base_url="https://a.example/") == f"feedtool/{__version__} (+https://a.example/)"
    assert agent(check=Check(user_agent="mine/1")) == "mine/1"


def test_of_headers_with_the_same_name_the_last_is_sent() -> None:
    headers = {"X-Me": "a", "Other": "b", "x-me": "c"}
    assert check_options(Config(check=Check(headers=headers))).manner.headers == (("x-me", "c"), ("Other", "b"))


def test_every_setting_of_a_check_arrives() -> None:
    check = Check(
        timeout=1, retries=0, concurrency=2, per_host=3, rate=4, max_time=5, kinds=("image",), include=("a*",),
        exclude={"b*": "why"}, ports=(81,), proxy="http://p.example/", ca_file=Path("ca.pem"), all=True, kind="image",
        base_url="https://b.example/", image_proxies={"i.example": "weserv"},
        hosts={"h.example": CheckHost(user_agent="u", method="HEAD", rate=6, per_host=7)},
    )  # fmt: skip
    options = check_options(Config(check=check))
    manner, host = options.manner, options.manner.hosts["h.example"]
    assert (manner.timeout_s, manner.retries, manner.concurrency, manner.per_host) == (1, 0, 2, 3)
    assert (manner.rate, manner.max_time_s, manner.own_proxies) == (4, 5, {"i.example": "weserv"})
    assert (host.user_agent, host.method, host.rate, host.per_host) == ("u", "HEAD", 6, 7)
    assert (options.filters.kinds, options.filters.include, options.filters.exclude) == (
        {"image"},
        ("a*",),
        {"b*": "why"},
    )
    assert (options.guard.ports, options.proxy, options.ca_file) == ({81}, "http://p.example/", Path("ca.pem"))
    assert (options.everything, options.kind, options.base_url) == (True, Kind.IMAGE, "https://b.example/")


def test_an_address_that_is_none_is_told_where_it_stands() -> None:
    set_by = {("check", "allow-private"): SetBy("feedtool.toml", 3, 1)}
    with pytest.raises(ConfigError, match=r"^feedtool\.toml:3:1: check\.allow-private: .*'http://x/'"):
        check_options(Config(check=Check(allow_private=("http://x/",)), set_by=set_by))


def test_reports_that_are_given_count_before_those_that_are_configured() -> None:
    config = Config(check=Check(format="csv", output=Path("a"), reports={"html": Path("b")}))
    assert check_options(config).reports == [("csv", Path("a")), ("html", Path("b"))]
    given = [(None, None), ("json", Path("c"))]
    assert check_options(config, given=given).reports == [("csv", None), ("json", Path("c"))]
    with pytest.raises(ConfigError, match="--format json: there are two reports for standard output"):
        check_options(config, given=[("text", None), ("json", None)])


def test_two_configured_reports_for_one_file_are_told_where_they_are_configured() -> None:
    reports = {"html": Path("a"), "csv": Path("a")}
    config = Config(check=Check(reports=reports), set_by={("check", "reports", "csv"): SetBy("feedtool.toml", 3, 1)})
    told = r"^feedtool\.toml:3:1: check\.reports\.csv: there are two reports for a; give each report but one a file$"
    with pytest.raises(ConfigError, match=told):
        check_options(config)
