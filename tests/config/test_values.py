"""Values, right and wrong: the words of every kind of fault, and that a flag is read as the file is."""

import json
import tomllib
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedtool.config.declaration import Declared, declared, key_of, kind_text
from feedtool.config.keys import TABLES, Check, Config, dotted
from feedtool.config.schema import schema_text
from feedtool.config.values import Reader

OF_LIBRARIES = ("expected `", "invalid enum", "object", "array", "NoneType", "<class", "Traceback")


def faults_of(text: str) -> list[str]:
    reader = Reader(Path())
    reader.table(Config, tomllib.loads(text))
    return [f"{dotted(fault.path)}: {fault.text}" for fault in reader.faults]


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        # a value of another type than its key's, for every type there is
        ("title = 5", "title: 5 is not a text; write it in quotes"),
        ("title = ['a']", "title: a list is not a text; write it in quotes"),
        ("title = {a = 1}", "title: a table is not a text; write it in quotes"),
        ("title = 2026-01-01", "title: a date or time is not a text; write it in quotes"),
        ("seeds = 5", "seeds: 5 is not a path; write the name of a file or folder"),
        ("seeds = ''", "seeds: '' is not a path; write the name of a file or folder"),
        ('seeds = "a\\u0000"', "seeds: 'a\\x00' is not a path; write the name of a file or folder"),
        ("noindex = 'yes'", "noindex: 'yes' is not true or false; write it without quotes"),
        ("noindex = 1", "noindex: 1 is not true or false; write it without quotes"),
        ("max-entries = 'many'", "max-entries: 'many' is not a whole number; write 1 or more"),
        ("max-entries = 2.5", "max-entries: 2.5 is not a whole number; write 1 or more"),
        ("max-entries = true", "max-entries: true is not a whole number; write 1 or more"),
        ("check.rate = '1'", "check.rate: '1' is not a number; write 0 to 10000"),
        ("content = 5", "content: 5 is not a text; write full, summary or link"),
        ("content = 'some'", "content: 'some' is unknown; write full, summary or link"),
        ("check.include = 'a'", "check.include: 'a' is not a list of texts; write items between [ and ]"),
        ("check.include = ['a', 1]", "check.include[2]: 1 is not a text; write it in quotes"),
        ("check.kinds = 'link'", "check.kinds: 'link' is not a list of words; write items between [ and ]"),
        ("check.ports = ['http']", "check.ports[1]: 'http' is not a whole number; write 1 to 65535"),
        ("check = 5", "check: 5 is not a table; write names with their values"),
        ("check = [1]", "check: a list is not a table; write names with their values"),
        ("check.headers = 'a'", "check.headers: 'a' is not a table; write names with their values"),
        ("check.headers.A = 1", "check.headers.A: 1 is not a text; write it in quotes"),
        ("folders.a = 'en'", "folders.a: 'en' is not a table; write names with their values"),
        ("check.hosts.a = 1", "check.hosts.a: 1 is not a table; write names with their values"),
        (
            "check.exclude = ['a']",
            'check.exclude: a list has no reasons; write a table: "PATTERN" = "why nobody is asked"',
        ),
        # keys and names that are not known
        ("titel = 'x'", "titel: there is no such key; did you mean 'title'?"),
        ("base-ulr = 'x'", "base-ulr: there is no such key; did you mean 'base-url'?"),
        ("timeout = 5", "timeout: there is no such key here; it belongs into the table [check]"),
        ("check.title = 'x'", "check.title: there is no such key here; it belongs above all tables"),
        ("check.timeuot = 5", "check.timeuot: there is no such key; did you mean 'timeout'?"),
        ("check.method = 'HEAD'", 'check.method: there is no such key here; it belongs into a table [check.hosts."HOST"]'),
        ("folders.a.langage = 'en'", "folders.a.langage: there is no such key; did you mean 'language'?"),
        ("folders.a.qq = 1", "folders.a.qq: there is no such key; known are language, author, source"),
        ("base_url = 'https://a.example/'\nbase-url = 'https://a.example/'",
         "base-url: it is set twice, as base-url and base_url; leave one out"),
        ("check.hosts = {'A.example' = {}, 'a.example' = {}}", "check.hosts.\"a.example\": 'a.example' is set twice; leave one out"),
        ("check.hosts.'a b' = {}", "check.hosts.\"a b\": 'a b' is not a host name; write www.example.org"),
        ("check.image-proxies.'x:1' = 'weserv'", "check.image-proxies.\"x:1\": 'x:1' is not a host name; write www.example.org"),
        ("check.image-proxies.x = 'foo'", "check.image-proxies.x: 'foo' is unknown; write weserv, photon, cloudinary or statically"),
        ("check.reports.pdf = 'x'",
         "check.reports.pdf: 'pdf' is unknown; write text, jsonl, json, markdown, github, junit, sarif, csv or html"),
        # numbers beyond their bounds
        ("max-entries = 0", "max-entries: 0 is too small; write 1 or more"),
        ("check.per-host = 257", "check.per-host: 257 is too large; write 1 to 256"),
        ("check.timeout = 0", "check.timeout: 0 is too small; write more than 0, at most 86400"),
        ("check.timeout = inf", "check.timeout: inf is too large; write more than 0, at most 86400"),
        ("check.timeout = nan", "check.timeout: nan is not a number; write more than 0, at most 86400"),
        ("check.ports = [80, 0]", "check.ports[2]: 0 is too small; write 1 to 65535"),
        ("check.hosts.a.rate = -1", "check.hosts.a.rate: -1 is too small; write 0 to 10000"),
        (f"check.retries = 0x{'f' * 5000}", "check.retries: a number of many digits is too large; write 0 to 2"),
        # texts that mean nothing
        ("title = ''", "title: '' is an empty text; write some words, or leave the key out"),
        ('title = "\\u0001"', "title: '\\x01' is an empty text; write some words, or leave the key out"),
        ("language = 'cn'", "language: 'cn' is not a BCP 47 language tag; write zh-Hans"),
        ("language = 'a b'", "language: 'a b' is not a BCP 47 language tag; write zh-Hans"),
        ("time-zone = 'Mars'", "time-zone: 'Mars' is not a time zone; write Asia/Shanghai"),
        ("time-zone = '../x'", "time-zone: '../x' is not a time zone; write Asia/Shanghai"),
        ("feed-id = 'x y'", "feed-id: 'x y' is not an IRI; write https://example.org/ or tag:example.org,2026:feed"),
        ('feed-id = "urn:\\u0001"', "feed-id: 'urn:\\x01' is not an IRI; write https://example.org/ or tag:example.org,2026:feed"),
        ("link-health = 'index.html'", "link-health: 'index.html' is not a name for the file of the page; write links.html"),
        ("link-health = '../x.html'", "link-health: '../x.html' is not a name for the file of the page; write links.html"),
        ("base-url = 'a.example'", "base-url: 'a.example' is not an http(s) URL; write https://example.org/feeds/"),
        ("base-url = 'https://a.example/?q=1'",
         "base-url: 'https://a.example/?q=1' is more than the address of a folder; write https://example.org/feeds/"),
        ("base-url = 'https://me:secret@a.example/'",
         "base-url: 'https://me:secret@a.example/' holds a user name or password; write https://example.org/feeds/"),
        ("base-url = 'https://x.org/feeds/Atom.XML'",
         "base-url: 'https://x.org/feeds/Atom.XML' ends in the name of a file; write the address of its folder, https://x.org/feeds/"),
        ("base-url = 'https://x.org/index.html'",
         "base-url: 'https://x.org/index.html' ends in the name of a file; write the address of its folder, https://x.org/"),
        ("copy-url = 'https://a.example/'",
         "copy-url: 'https://a.example/' must hold {path} once, in the place of an article's path; write https://archive.example/{path}"),
        ("copy-url = 'https://a/{path}/{path}'",
         "copy-url: 'https://a/{path}/{path}' must hold {path} once, in the place of an article's path; write https://archive.example/{path}"),
        ("copy-url = 'https://{path}.example/'",
         "copy-url: 'https://{path}.example/' has {path} where no path stands; write https://archive.example/{path}"),
        ("copy-url = '/copies/{path}'", "copy-url: '/copies/{path}' is not an http(s) URL; write https://archive.example/{path}"),
        ("copy-url = 'https://me:secret@a.example/{path}'",
         "copy-url: 'https://me:secret@a.example/{path}' holds a user name or password; write https://archive.example/{path}"),
        ("article-pages = 'yes'", "article-pages: 'yes' is not true or false; write it without quotes"),
        ("check.proxy = 'x'", "check.proxy: 'x' is not an http(s) URL; write https://example.org/"),
        ("check.user-agent = '中'", "check.user-agent: '中' cannot be sent; write it in plain letters"),
        ("check.hosts.a.user-agent = ''", "check.hosts.a.user-agent: '' cannot be sent; write it in plain letters"),
        ("check.headers.Host = 'x'", "check.headers.Host: 'x' cannot be sent as 'Host'; write a header of your own, in Latin-1"),
        ('check.headers.A = "x\\r\\nB: 1"',
         "check.headers.A: 'x\\r\\nB: 1' cannot be sent as 'A'; write a header of your own, in Latin-1"),
        ("check.exclude.x = ' '", "check.exclude.x: ' ' is no reason; write why nobody is asked, for the next person who reads it"),
    ],
)  # fmt: skip
def test_a_fault_says_what_was_found_and_what_would_be_right(text: str, fault: str) -> None:
    assert faults_of(text) == [fault]
    assert not [words for words in OF_LIBRARIES if words in fault.lower()]


@pytest.mark.parametrize(
    "url",
    ["https://x.org/feeds/", "https://x.org/v1.2", "https://x.github.io/my.blog", "https://a.xml", "http://[::1]:8/x"],
)
def test_the_address_of_a_folder_is_none_of_a_file(url: str) -> None:
    assert faults_of(f"base-url = '{url}'") == []
    assert Reader(Path()).value(key_of(Config, "base_url"), url, ("base-url",)).endswith("/")


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("https://A.example/{path}", "https://a.example/{path}"),
        ("http://a.example/存档/{path}.html", "http://a.example/%E5%AD%98%E6%A1%A3/{path}.html"),
        ("https://a.example/?file={path}#text", "https://a.example/?file={path}#text"),
    ],
)
def test_the_address_of_copies_keeps_the_place_of_the_path(written: str, read: str) -> None:
    assert Reader(Path()).value(key_of(Config, "copy_url"), written, ("copy-url",)) == read


def test_names_of_hosts_are_put_in_the_form_in_which_they_are_compared() -> None:
    reader = Reader(Path())
    check = reader.table(
        Check, {"hosts": {"WWW.Bücher.example": {"rate": 1}}, "image-proxies": {"A.example": "photon"}}
    )
    assert list(check["hosts"]) == ["www.xn--bcher-kva.example"]
    assert check["image_proxies"] == {"a.example": "photon"}


NUMBERS = [one for table in (Config, Check) for one in declared(table) if one.kind in (int, float)]


@pytest.mark.parametrize("one", NUMBERS, ids=lambda one: one.name)
@pytest.mark.parametrize("number", ["-1", "0", "1", "2", "3", "256", "257", "4097", "10000", "10001", "700000"])
def test_a_bound_holds_in_file_and_flag_alike_and_is_told_in_the_same_words(one: Declared, number: str) -> None:
    in_file, by_flag = Reader(Path()), Reader(Path())
    value = in_file.value(one, int(number), (one.name,))
    assert by_flag.flag(one, number, (one.name,)) == value
    assert [fault.text.replace(".0 ", " ") for fault in by_flag.faults] == [fault.text for fault in in_file.faults]
    assert (value is None) == bool(in_file.faults)


def test_every_number_has_bounds() -> None:
    assert [one.name for one in NUMBERS if not one.bounds_text] == []


@pytest.mark.parametrize("one", NUMBERS, ids=lambda one: one.name)
def test_a_flag_that_is_no_number_is_told(one: Declared) -> None:
    reader = Reader(Path())
    assert reader.flag(one, "x", (one.name,)) is None
    assert reader.faults[0].text == f"'x' is not {kind_text(one.kind)}; write {one.bounds_text}"


LEAVES = (
    st.none() | st.booleans() | st.integers() | st.floats() | st.sampled_from(["", "a", "en", "GET", "html", "link"])
)
ANY = st.recursive(
    LEAVES.filter(lambda value: value is not None),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["a", "html", "rate"]), inner, max_size=3)
    ),
    max_leaves=5,
)
NAMES = sorted({one.name for table in TABLES for one in declared(table)})


@given(
    st.dictionaries(st.sampled_from(NAMES), ANY | st.dictionaries(st.sampled_from(NAMES), ANY, max_size=4), max_size=4)
)
def test_whatever_the_schema_refuses_is_a_fault_and_nothing_breaks_the_reader(data: dict[str, Any]) -> None:
    reader = Reader(Path())
    reader.table(Config, data)
    refused = not jsonschema.Draft202012Validator(json.loads(schema_text())).is_valid(data)
    assert not refused or reader.faults


TYPED = [one for table in (Config, Check) for one in declared(table) if not one.key.form and not one.key.names]


@pytest.mark.parametrize("one", TYPED, ids=lambda one: one.name)
def test_schema_and_reader_agree_on_every_key_that_has_only_a_type_and_bounds(one: Declared) -> None:
    validator = jsonschema.Draft202012Validator(json.loads(schema_text()))
    in_check = one in declared(Check)
    for value in (0, 2, 5, 50_000, 1.5, "a", "link", "html", True, [], ["link"], ["a"], [80], [0], {}, {"html": "a"}):
        reader = Reader(Path())
        reader.value(one, value, (one.name,))
        data = {one.name: value}
        assert validator.is_valid({"check": data} if in_check else data) == (not reader.faults), value
