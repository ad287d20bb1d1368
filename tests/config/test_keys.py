"""The keys: what is declared of each is there, right, and the only place where it stands."""

import re
from pathlib import Path
from typing import get_args

import pytest

from feedtool.config.declaration import Declared, declared
from feedtool.config.keys import TABLES, Check, CheckHost, Config, ImageProxy, LinkKind, dotted
from feedtool.config.values import _FORMS, _NAMES, Reader
from feedtool.links.link import Kind
from feedtool.links.proxies import _HOSTS
from feedtool.net.guard import Guard
from feedtool.schedule.manner import HostManner, Manner
from tests.conftest import ROOT

KEYS = [one for table in TABLES for one in declared(table)]


@pytest.mark.parametrize("one", KEYS, ids=lambda one: one.name)
def test_a_key_has_a_sentence_that_calls_its_value_by_its_name(one: Declared) -> None:
    assert re.fullmatch(r"[A-Zf].*[^.]\.", one.key.text), one.key.text
    assert not one.key.value or one.kind is not bool
    assert len(one.key.text) <= 90


@pytest.mark.parametrize("one", KEYS, ids=lambda one: one.name)
def test_a_default_is_a_value_that_its_own_key_allows(one: Declared) -> None:
    reader = Reader(Path())
    raw = list(one.default) if isinstance(one.default, tuple) else one.default
    if raw is not None and one.field not in ("check",):
        assert reader.value(one, raw, (one.name,)) == one.default
    assert reader.faults == []


def test_the_rules_that_keys_name_are_there_and_each_is_used() -> None:
    assert {one.key.form for one in KEYS} - {""} == set(_FORMS)
    assert {one.key.names for one in KEYS} - {""} == set(_NAMES)


def test_words_that_other_rooms_know_are_the_same_there() -> None:
    assert set(get_args(LinkKind)) == {kind.value for kind in Kind}
    assert set(get_args(ImageProxy)) == set(_HOSTS.values())


def test_defaults_that_other_rooms_have_are_those_of_the_keys() -> None:
    usual, manner = Check(), Manner()
    assert (manner.timeout_s, manner.retries, manner.concurrency) == (usual.timeout, usual.retries, usual.concurrency)
    assert (manner.per_host, manner.rate, manner.max_time_s) == (usual.per_host, usual.rate, usual.max_time)
    assert Guard().ports == frozenset(usual.ports)
    host, own = HostManner(), CheckHost()
    assert (host.user_agent, host.method, host.rate, host.per_host) == (
        own.user_agent,
        own.method,
        own.rate,
        own.per_host,
    )


def test_figures_in_the_docs_are_the_defaults() -> None:
    text, usual = " ".join((ROOT / "docs" / "checking.md").read_text("utf-8").split()), Check()
    for phrase in (
        f"A link may take {usual.timeout:g} seconds in all (`--timeout`)",
        f"at most {usual.rate:g} requests a second (`--rate`)",
        f"1 to {usual.per_host} at a time (`--per-host`)",
        "Only the ports {}, {}, {} and {} are contacted, unless `ports`".format(*usual.ports),
    ):
        assert phrase in text


@pytest.mark.parametrize(
    ("path", "shown"),
    [
        (("check", "per-host"), "check.per-host"),
        (("check", "hosts", "a.example", "rate"), 'check.hosts."a.example".rate'),
        (("check", "ports", 0), "check.ports[1]"),
        (("folders", 'a"\n\\'), 'folders."a\\"\\u000a\\\\"'),
        (("folders", "a\x7f"), 'folders."a\\u007f"'),
        (("folders", ""), 'folders.""'),
    ],
)
def test_a_key_is_shown_as_it_could_be_written(path: tuple[str | int, ...], shown: str) -> None:
    assert dotted(path) == shown


def test_the_id_of_a_feed_is_configured_or_the_base_url_or_made_of_title_and_home_page() -> None:
    assert Config(feed_id="tag:a", base_url="https://a.example/").identity == "tag:a"
    assert Config(base_url="https://a.example/").identity == "https://a.example/"
    assert Config(title="x").identity != Config(title="y").identity
    assert Config(title="x").identity.startswith("urn:uuid:")
