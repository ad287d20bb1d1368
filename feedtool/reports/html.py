"""A check as the link-health page: one file that needs no script to be read, and loads nothing.

Numbers, the trend over the stored runs, what is new and what was repaired, findings by cause and host with their
evidence, originals and accepted links apart, articles and hosts in numbers, images behind proxies with their origins.
It speaks the language of the archive; the sentence of a single judgement stays English. The script only searches and
filters the page.
"""

import base64
import hashlib
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from importlib.resources import files
from typing import Any

from jinja2 import DictLoader, Environment, StrictUndefined
from markupsafe import Markup

from feedtool.dates import format_day
from feedtool.judge.verdict import Result, Source, Verdict
from feedtool.labels.words import Words, digits, words_in
from feedtool.quick import quick
from feedtool.reports.escape import for_terminal
from feedtool.reports.summary import FAILING, Group, Summary, grouped, host_at, in_order, is_apart, newest, stands_apart
from feedtool.reports.trend import moment, trend_of
from feedtool.reports.wording import MASKED, LinkOf, address_of, copy_comes_first, failed_days_of, nowhere, places_of
from feedtool.text import shorten
from feedtool.urls import serialised, written_validly

_FINDINGS = 5000  # shown, as far as there is room for them; the others are counted
_PAGE_BYTES = 2_950_000  # findings have the room that all else leaves
_HEADING_BYTES = 900  # about: what stands around the findings of a cause
_HOST_BYTES = 80  # about: what stands around the finding of a host that has one of a cause
_HOSTS_BYTES = 500  # and around those of a host that has several
_APART_BYTES = 200_000  # of each list of originals and of accepted links
_ROWS = 300  # of articles, of hosts
_IMAGES = 50
_PLACES = 3  # of a finding
_TEXT_CHARACTERS = 60  # of the text at a place
_URL_CHARACTERS = 300  # of an address that is shown
_NAME_CHARACTERS = 150  # of an article or a host in a table
_HREF_CHARACTERS = 1000  # of an address that can be followed
_NEWS = 30  # hosts with links that are new, and with those that were repaired
_CHANGED = 3  # links of such a host that are named
_APART = 100  # of a list of originals, or of accepted links
_OPEN = 5  # links of a host or a list that are shown at once; the others when they are opened
_OPEN_HOSTS = 20  # of a cause
_LISTED = (*FAILING, Verdict.MOVED, Verdict.BLOCKED)
_TITLES = {**{verdict: verdict.value for verdict in _LISTED}, Verdict.OK: "notices"}  # in the order of the page
_OF_ORIGINALS = {"gone": Verdict.BROKEN, "moved": Verdict.MOVED, "unreachable": Verdict.UNREACHABLE}  # that are told
_FINE = (Verdict.OK, Verdict.MOVED)
_DAY = re.compile(r"\d{4}-\d\d-\d\d")


def _text(name: str) -> str:
    return (files("feedtool.reports") / name).read_text("utf-8").strip()


def _hash(text: str) -> str:
    return base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


_STYLE, _SCRIPT = _text("health.css"), _text("health.js")
_ENVIRONMENT = Environment(
    loader=DictLoader({name: _text(name) for name in ("health.html", "macros.html")}),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
_ENVIRONMENT.filters["shown"] = for_terminal
_ENVIRONMENT.filters["digits"] = digits
_TEMPLATE = _ENVIRONMENT.get_template("health.html")


def render(summary: Summary, *, link_of: LinkOf = nowhere) -> Iterator[str]:
    """Yield the page; its places lead to where ``link_of`` says."""
    say = words_in(summary.language)
    teller = _Teller(say, link_of, _ENVIRONMENT.get_template("macros.html").make_module({"say": say}))
    gathered = _gather(summary)
    context = {
        "say": say,
        "title": summary.title,
        "style": _STYLE,
        "script": _SCRIPT,
        "style_hash": _hash(_STYLE),
        "script_hash": _hash(_SCRIPT),
        "at": moment(summary.at_ms) if summary.at_ms is not None else None,
        "state": _state(summary, say),
        "tiles": _tiles(summary, gathered, say),
        "trend": trend_of(summary, say, listed=_LISTED),
        "news": _news(summary, gathered, teller),
        "apart": [_originals(gathered, teller), _accepted(gathered, teller)],
        "tables": [_table("article", gathered.by_article), _table("host", gathered.by_host)],
        "listed": _LISTED,
        "images": [_image(one) for one in gathered.images[:_IMAGES]],
        "more_images": max(len(gathered.images) - _IMAGES, 0),
        "titles": {verdict: say.verdict(label) for verdict, label in _TITLES.items()},
    }
    number = len(gathered.findings)
    without = _TEMPLATE.render(context, causes=[], left_out=number)
    causes, left_out = _causes(gathered.findings, _PAGE_BYTES - _size(without), teller)
    yield _TEMPLATE.render(context, causes=causes, left_out=left_out)


@dataclass(slots=True)
class _Gathered:
    """What the page shows, gathered in one pass over all results."""

    findings: list[Result] = field(default_factory=list)
    hosts: set[str] = field(default_factory=set)
    by_host: dict[str, Counter[Verdict]] = field(default_factory=dict)
    by_article: dict[str, Counter[Verdict]] = field(default_factory=dict)
    images: list[Result] = field(default_factory=list)
    apart: list[Result] = field(default_factory=list)
    new: list[Result] = field(default_factory=list)
    repaired: list[Result] = field(default_factory=list)


def _gather(summary: Summary) -> _Gathered:
    all_of_it = _Gathered()
    if summary.network is not None:
        return all_of_it
    all_of_it.hosts.update(summary.plain.hosts)
    for result in summary.notable():
        verdict, reason = result.judgement.verdict, result.judgement.reason
        host = host_at(result.url)
        if host:
            all_of_it.hosts.add(host)
        if result.change is not None:
            (all_of_it.new if result.change == "new" else all_of_it.repaired).append(result)
        if is_apart(result):
            if stands_apart(result):
                all_of_it.apart.append(result)
            continue
        if verdict in _LISTED or (verdict is Verdict.OK and reason != "ok"):
            all_of_it.findings.append(result)
            if verdict in _LISTED:
                if host:
                    all_of_it.by_host.setdefault(host, Counter())[verdict] += 1
                for path in {source.path for source in places_of(result)}:
                    all_of_it.by_article.setdefault(path, Counter())[verdict] += 1
            if result.proxy is not None:
                all_of_it.images.append(result)
    all_of_it.apart.sort(key=newest, reverse=True)
    return all_of_it


# -- the head of the page


def _state(summary: Summary, say: Words) -> dict[str, str]:
    """Return the page's first sentence, and its kind: it counts what is not told apart."""
    if summary.network is not None:
        reason, detail = summary.network.reason, summary.network.detail
        told = detail if say.language == "en" else say.reason(reason) or detail
        return {"kind": "unknown", "text": say("could-not-tell", reason=reason, words=told)}
    if not summary.counts.verdicts:
        return {"kind": "unknown", "text": say("nothing-checked")}
    counts = summary.counts.told
    broken, unreachable = counts[Verdict.BROKEN], counts[Verdict.UNREACHABLE]
    if broken:
        text = say("n-broken", broken)
    elif unreachable:
        text = say("n-unreachable", unreachable)
    else:
        text = say("none-broken")
    if not summary.complete:
        text += f" {say('not-complete')}"
    return {"kind": "broken" if broken else "ok", "text": text}


def _tiles(summary: Summary, gathered: _Gathered, say: Words) -> list[dict[str, str]]:
    """Return the numbers; those of verdicts leave out what is told apart, which has numbers of its own."""
    counts = summary.counts.told
    tiles = [("links", say("links"), summary.counts.verdicts.total()), ("hosts", say("hosts"), len(gathered.hosts))]
    tiles += [(verdict.value, say.verdict(verdict.value), counts[verdict]) for verdict in Verdict]
    accepted = sum(one.accepted is not None for one in gathered.apart)
    apart = (("originals", len(gathered.apart) - accepted), ("accepted", accepted))
    tiles += [(name, say(f"{name}-apart"), number) for name, number in apart if number]
    return [{"kind": kind, "label": label, "number": digits(number)} for kind, label, number in tiles]


# -- links and places


@quick(frozen=True, slots=True)
class _Teller:
    """What it takes to tell of a link: the words, where files can be read, and the macros of the page."""

    say: Words
    link_of: LinkOf
    macros: Any

    def finding(self, result: Result, common: str) -> Markup:
        """Return a finding with its evidence; a ``common`` detail is told elsewhere."""
        judgement, seen, host = result.judgement, result.seen, host_at(result.url)
        places, suggestion = places_of(result), judgement.suggestion
        item = {
            **_link(result.url),
            "host": host if host and host not in result.url else None,  # as it is found by
            "new": result.change == "new",
            "detail": _clipped(judgement.detail) if judgement.detail != common else "",
            "suggestion": _link(suggestion) if suggestion and suggestion not in judgement.detail else None,
            "hops": [(hop.status, _clipped(hop.url)) for hop in seen.redirects] if seen else (),
            "final": _clipped(seen.final_url) if seen and seen.redirects and seen.final_url else None,
            "status": seen.status if seen else None,
            "kept": _link(result.copy) if result.copy else None,
            "history": self._history(result),
            "places": [self.place(one) for one in places[:_PLACES]],
            "more_places": max(len(places) - _PLACES, 0),
        }
        return Markup(self.macros.finding(item))  # noqa: S704  # the template has escaped it

    def apart(self, result: Result) -> Markup:
        """Return an original, or a link that is accepted as dead, with its archived copy."""
        place = places_of(result)[:1]
        item = {
            **_link(result.url, _URL_CHARACTERS),
            "reason": result.judgement.reason,
            "verdict": result.judgement.verdict.value,
            "why": _clipped(result.accepted) if result.accepted else "",
            "back": result.accepted is not None and result.judgement.verdict in _FINE,
            "kept": _link(result.copy, _URL_CHARACTERS) if result.copy else None,
            "kept_first": copy_comes_first(result),
            "archived": self.place(place[0]) if place else None,
        }
        return Markup(self.macros.apart(item))  # noqa: S704  # the template has escaped it

    def changed(self, group: Group) -> Markup:
        """Return links of a host that are new, or were repaired, and have one cause."""
        first = group.links[0]
        item = {
            "host": group.host,
            "number": len(group.links),
            "links": [_link(one.url, _URL_CHARACTERS) for one in group.links[:_CHANGED]],
            "more": max(len(group.links) - _CHANGED, 0),
            "verdict": first.judgement.verdict.value,
            "reason": first.judgement.reason,
            "repaired": first.change == "repaired",
        }
        return Markup(self.macros.changed(item))  # noqa: S704  # the template has escaped it

    def place(self, place: Source) -> dict[str, Any]:
        """Return a place: its name, where it can be read, and the text there."""
        href = address_of(place, self.link_of)
        return {
            "name": _clipped(f"{place.path}:{place.line}"),
            "href": href if href is not None and len(href) <= _HREF_CHARACTERS else None,
            "text": shorten(place.text, _TEXT_CHARACTERS),
        }

    def _history(self, result: Result) -> str:
        """Return on which days a link failed, or since when, and when it was fine: no day that is told already."""
        past, verdict, say = result.past, result.judgement.verdict, self.say
        told = set(_DAY.findall(result.judgement.detail))
        parts = []
        failed = failed_days_of(result)
        days = [day for day in failed if day not in told]
        if set(days) - {"…"}:
            parts.append(say("failed-days", days=say("comma").join(days)))
            told.update(days)
        elif not failed and past.failures > 1 and past.first_failed_ms is not None:
            since = format_day(past.first_failed_ms)
            if since not in told:
                parts.append(say("failed-runs", past.failures, day=since))
                told.add(since)
        elif verdict is Verdict.BLOCKED and past.changed_ms not in (None, past.checked_ms):
            parts.append(say("blocked-since", day=format_day(past.changed_ms or 0)))
        if past.last_ok_ms and (parts or verdict in FAILING) and format_day(past.last_ok_ms) not in told:
            parts.append(say("last-fine", day=format_day(past.last_ok_ms)))
        return say("semicolon").join(parts)


def _clipped(text: str, at: int = _URL_CHARACTERS) -> str:
    return text if len(text) <= at else f"{text[:at]}…"


def _link(url: str, at_most: int = _HREF_CHARACTERS) -> dict[str, Any]:
    """Return an address to show, and the address to follow if that is safe and nothing in it was masked or cut off."""
    is_web = url[:8].lower().startswith(("http://", "https://"))
    target = None if MASKED in url or len(url) > at_most or not is_web else serialised(url)
    return {"url": _clipped(url), "href": target and written_validly(target)}  # nor would a CI job's log obey ##[


def _size(text: str) -> int:
    return len(text.encode("utf-8", "replace"))


# -- what changed, and what is told apart


def _news(summary: Summary, gathered: _Gathered, teller: _Teller) -> list[dict[str, Any]] | None:
    if not summary.has_before:
        return None
    news = []
    for word, some in (("new", gathered.new), ("repaired", gathered.repaired)):
        groups = grouped(in_order(some))
        title = teller.say(f"news-{word}", len(some))
        shown = _list(title, map(teller.changed, groups[:_NEWS]), len(groups), teller.say(f"nothing-{word}"))
        rest = groups[len(groups) - shown["more"] :]
        news.append({**shown, "more": sum(len(group.links) for group in rest)})
    return news


def _originals(gathered: _Gathered, teller: _Teller) -> dict[str, Any]:
    originals = [one for one in gathered.apart if one.is_original and one.accepted is None]
    lists = [
        _of_apart(f"originals-{word}", [one for one in originals if one.judgement.verdict is verdict], teller)
        for word, verdict in _OF_ORIGINALS.items()
    ]
    return {"name": "originals", "lists": [one for one in lists if one["number"]]}


def _accepted(gathered: _Gathered, teller: _Teller) -> dict[str, Any]:
    accepted = [one for one in gathered.apart if one.accepted is not None]
    back = [one for one in accepted if one.judgement.verdict in _FINE]
    dead = [one for one in accepted if one.judgement.verdict not in _FINE]
    lists = [_of_apart("accepted-back", back, teller), _of_apart("accepted-dead", dead, teller)]
    return {"name": "accepted", "lists": [one for one in lists if one["number"]]}


def _of_apart(label: str, some: Sequence[Result], teller: _Teller) -> dict[str, Any]:
    return _list(teller.say(label, len(some)), map(teller.apart, some[:_APART]), len(some))


def _list(title: str, items: Iterable[Markup], number: int, nothing: str = "") -> dict[str, Any]:
    """Return a list of links: the first ones, those that are shown when they are opened, and how many are left out."""
    shown: list[Markup] = []
    left = _APART_BYTES
    for item in items:
        left -= _size(item)
        if left < 0:
            break
        shown.append(item)
    return {"title": title, "number": number, "nothing": nothing, "first": shown[:_OPEN], "rest": shown[_OPEN:],
            "more": number - len(shown)}  # fmt: skip


# -- findings


def _causes(findings: Sequence[Result], left: int, teller: _Teller) -> tuple[list[dict[str, Any]], int]:
    """Return findings by cause and host, as many as ``left`` bytes hold, and how many are left out.

    The worst verdict comes first, in it what is new, then what stands in the newest articles.
    """
    by_cause: dict[tuple[Verdict, str], list[Group]] = {}
    for group in grouped(in_order(findings)):
        by_cause.setdefault((group.judgement.verdict, group.judgement.reason), []).append(group)
    order, room = list(_TITLES), _Room(left, _FINDINGS)
    causes = []
    for (verdict, reason), groups in sorted(by_cause.items(), key=lambda item: order.index(item[0][0])):
        common = _common_detail(groups)
        room.take(_HEADING_BYTES + 6 * len(common))
        hosts = [_host(group, common, room, teller) for group in groups]
        hosts = [host for host in hosts if host["number"]]
        if hosts:
            causes.append({
                "verdict": verdict, "reason": reason, "detail": common, "hosts": hosts[:_OPEN_HOSTS],
                "rest": hosts[_OPEN_HOSTS:], "number": sum(host["number"] for host in hosts),
                "in_rest": sum(host["number"] for host in hosts[_OPEN_HOSTS:]),
            })  # fmt: skip
    return causes, len(findings) - sum(cause["number"] for cause in causes)


@dataclass(slots=True)
class _Room:
    """How many bytes and findings the page has room for; once it is full it stays so."""

    left: int
    findings: int

    def take(self, size: int) -> bool:
        """Take some room, and return whether there was enough."""
        self.left -= size
        return self.left >= 0


def _common_detail(groups: Sequence[Group]) -> str:
    """Return the detail that most links of a cause share, which is told once, or an empty text."""
    counts = Counter(one.judgement.detail for group in groups for one in group.links)
    ((detail, number),) = counts.most_common(1)
    return detail if 2 * number > counts.total() else ""


def _host(group: Group, common: str, room: _Room, teller: _Teller) -> dict[str, Any]:
    """Return the links of a host that have one cause, as far as there is room."""
    room.take(_HOST_BYTES if len(group.links) == 1 else _HOSTS_BYTES + len(group.host))
    items: list[Markup] = []
    for one in group.links:
        if room.left < 0 or not room.findings:
            break
        item = teller.finding(one, common)
        if not room.take(_size(item)):
            break
        room.findings -= 1
        items.append(item)
    return {"name": group.host, "number": len(items), "new": group.new, "first": items[:_OPEN], "rest": items[_OPEN:]}


# -- tables


def _image(result: Result) -> dict[str, Any]:
    assert result.proxy is not None
    origin = result.proxy.origin
    verdict = result.proxy.origin_verdict
    return {
        "shown": _link(result.url, _URL_CHARACTERS),
        "reason": result.judgement.reason,
        "origin": _link(origin, _URL_CHARACTERS) if origin else None,
        "origin_verdict": verdict.value if verdict else "not-asked",
    }


def _table(name: str, counts: Mapping[str, Counter[Verdict]]) -> dict[str, Any]:
    rows = sorted(counts.items(), key=lambda item: (*(-item[1][verdict] for verdict in _LISTED), item[0]))
    shown = [(_clipped(path, _NAME_CHARACTERS), numbers) for path, numbers in rows[:_ROWS]]
    return {"name": name, "rows": shown, "number": len(rows), "more": max(len(rows) - _ROWS, 0)}
