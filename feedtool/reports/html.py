"""A check as the link-health page: one file that needs no script to be read, and loads nothing.

Numbers, the trend over the stored runs, what is new and what was repaired, findings by reason with their evidence, by
article and by host, images behind proxies with their origins. The script only searches and filters the page.
"""

import base64
import hashlib
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from importlib.resources import files
from itertools import groupby
from typing import Any

from jinja2 import DictLoader, Environment, StrictUndefined
from markupsafe import Markup

from feedtool.dates import format_day, format_rfc3339, from_epoch_ms
from feedtool.judge.verdict import Result, Run, Verdict
from feedtool.reports.escape import for_terminal
from feedtool.reports.summary import FAILING, Summary, is_apart
from feedtool.reports.wording import describe_failed_days, describe_history, places_of
from feedtool.text import counted, shorten
from feedtool.urls import host_of, serialised

_FINDINGS = 5000  # shown, as far as there is room for them; the others are counted
_PAGE_BYTES = 2_950_000  # findings have the room that all else leaves
_HEADING_BYTES = 500  # about: what stands around the findings of a kind
_ROWS = 300  # of articles, of hosts
_IMAGES = 50
_RUNS = 60  # in the trend
_PLACES = 3  # of a finding
_TEXT_CHARACTERS = 60  # of the text at a place
_URL_CHARACTERS = 300  # of an address that is shown
_NAME_CHARACTERS = 150  # of an article or a host in a table
_HREF_CHARACTERS = 1000  # of an address that can be followed
_NEWS = 50  # of what is new, and of what was repaired
_LISTED = (*FAILING, Verdict.MOVED, Verdict.BLOCKED)
_TITLES = {
    Verdict.BROKEN: ("Broken", "Gone or wrong for a reader."),
    Verdict.UNREACHABLE: ("Unreachable", "Could not be judged yet; asked again in every run."),
    Verdict.MOVED: ("Moved", "The old address still works; write the new one."),
    Verdict.BLOCKED: ("Blocked", "The server is there and refuses robots. Nothing to mend."),
    Verdict.OK: ("Notices", "Fine today, but something is worth knowing."),
}
_WIDTH, _HEIGHT = 720, 140  # of the trend's picture, in its own units; it is stretched to the page


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
_TEMPLATE = _ENVIRONMENT.get_template("health.html")
_FINDING: Callable[[dict[str, Any]], Markup] = _ENVIRONMENT.get_template("macros.html").module.finding  # type: ignore[attr-defined]  # a macro of it


def render(summary: Summary) -> Iterator[str]:
    """Yield the page."""
    gathered = _gather(summary)
    runs = summary.runs[-_RUNS:]
    findings = sorted(gathered.findings, key=lambda one: _order_of(one, gathered.reasons))
    context = {
        "title": summary.title,
        "style": _STYLE,
        "script": _SCRIPT,
        "style_hash": _hash(_STYLE),
        "script_hash": _hash(_SCRIPT),
        "at": _moment(summary.at_ms) if summary.at_ms is not None else None,
        "state": _state(summary),
        "tiles": _tiles(summary, len(gathered.hosts)),
        "trend": _trend(runs) if len(runs) > 1 else None,
        "news": _news(summary, gathered),
        "tables": [
            _table("articles", "By article", gathered.by_article),
            _table("hosts", "By host", gathered.by_host),
        ],
        "listed": _LISTED,
        "images": [_image(one) for one in gathered.images[:_IMAGES]],
        "more_images": max(len(gathered.images) - _IMAGES, 0),
        "titles": _TITLES,
    }
    without = _TEMPLATE.render(context, groups=[], left_out=len(findings))
    groups = _groups(findings, _PAGE_BYTES - len(without.encode("utf-8", "replace")))
    left_out = len(findings) - sum(len(group["items"]) for group in groups)
    yield _TEMPLATE.render(context, groups=groups, left_out=left_out)


@dataclass(slots=True)
class _Gathered:
    """What the page shows, gathered in one pass over all results."""

    findings: list[Result] = field(default_factory=list)
    reasons: Counter[tuple[Verdict, str]] = field(default_factory=Counter)
    hosts: set[str] = field(default_factory=set)
    by_host: dict[str, Counter[Verdict]] = field(default_factory=dict)
    by_article: dict[str, Counter[Verdict]] = field(default_factory=dict)
    images: list[Result] = field(default_factory=list)
    new: list[Result] = field(default_factory=list)
    repaired: list[Result] = field(default_factory=list)


def _gather(summary: Summary) -> _Gathered:
    all_of_it = _Gathered()
    if summary.network is not None:
        return all_of_it
    for result in summary.results():
        verdict, reason = result.judgement.verdict, result.judgement.reason
        host = _host_of(result.url)
        if host:
            all_of_it.hosts.add(host)
        if result.change == "new" and len(all_of_it.new) < _NEWS:
            all_of_it.new.append(result)
        if result.change == "repaired" and len(all_of_it.repaired) < _NEWS:
            all_of_it.repaired.append(result)
        if is_apart(result):
            continue
        if verdict in _LISTED or (verdict is Verdict.OK and reason != "ok"):
            all_of_it.findings.append(result)
            all_of_it.reasons[verdict, reason] += 1
            if verdict in _LISTED:
                if host:
                    all_of_it.by_host.setdefault(host, Counter())[verdict] += 1
                for path in {source.path for source in places_of(result)}:
                    all_of_it.by_article.setdefault(path, Counter())[verdict] += 1
            if result.proxy is not None:
                all_of_it.images.append(result)
    return all_of_it


def _host_of(url: str) -> str | None:
    target = _target(url)
    return host_of(target) if target else None


def _target(url: str) -> str | None:
    """Return an address in its serialised form, or None if it is no http(s) URL."""
    return serialised(url) if url[:8].lower().startswith(("http://", "https://")) else None


def _kind(result: Result) -> tuple[Verdict, str]:
    return result.judgement.verdict, result.judgement.reason


def _order_of(result: Result, reasons: Counter[tuple[Verdict, str]]) -> tuple[int, int, str]:
    """Return what findings are sorted by: the worst verdict first, in it the most frequent reason."""
    return list(_TITLES).index(result.judgement.verdict), -reasons[_kind(result)], result.judgement.reason


def _state(summary: Summary) -> dict[str, str]:
    """Return the page's first sentence, and its kind."""
    if summary.network is not None:
        return {"kind": "unknown", "text": f"Could not tell ({summary.network.reason}): {summary.network.detail}"}
    if not summary.counts.verdicts:
        return {"kind": "unknown", "text": "Nothing has been checked yet."}
    counts = summary.counts.verdicts
    broken, unreachable = counts[Verdict.BROKEN], counts[Verdict.UNREACHABLE]
    if broken:
        text = f"{counted(broken, 'link')} {'is' if broken == 1 else 'are'} broken."
    elif unreachable:
        text = f"No link is broken; {unreachable} could not be judged yet."
    else:
        text = "No link is broken."
    if not summary.complete:
        text += " The last run ended before all links were checked."
    return {"kind": "broken" if broken else "ok", "text": text}


def _tiles(summary: Summary, hosts: int) -> list[dict[str, Any]]:
    tiles = [("links", "Links", summary.counts.verdicts.total()), ("hosts", "Hosts", hosts)]
    tiles += [(verdict.value, verdict.value.capitalize(), summary.counts.verdicts[verdict]) for verdict in Verdict]
    return [{"kind": kind, "label": label, "number": f"{number:,}"} for kind, label, number in tiles]


def _news(summary: Summary, gathered: _Gathered) -> dict[str, Any] | None:
    if not summary.has_before:
        return None
    return {
        "number": summary.counts.new,
        "new": [
            {**_link(one.url, _URL_CHARACTERS), "verdict": one.judgement.verdict.value, "reason": one.judgement.reason}
            for one in gathered.new
        ],
        "more_new": summary.counts.new - len(gathered.new),
        "repaired": [
            {**_link(one.url, _URL_CHARACTERS), "verdict": f"now {one.judgement.verdict.value}"}
            for one in gathered.repaired
        ],
        "more_repaired": summary.counts.repaired - len(gathered.repaired),
    }  # fmt: skip


def _groups(findings: Sequence[Result], left: int) -> list[dict[str, Any]]:
    """Return findings by kind, as many as ``left`` bytes hold. A detail that most of a kind share is given once."""
    groups = []
    for (verdict, reason), some in groupby(findings[:_FINDINGS], key=_kind):
        kind = sorted(some, key=lambda one: one.change != "new")
        ((common, number),) = Counter(one.judgement.detail for one in kind).most_common(1)
        common = common if 2 * number > len(kind) else ""
        items: list[Markup] = []
        left -= _HEADING_BYTES + 6 * len(common)
        for one in kind:
            item = _FINDING(_item(one, common))
            left -= len(item.encode("utf-8", "replace"))
            if left < 0:
                break
            items.append(item)
        if items:
            groups.append({"verdict": verdict, "reason": reason, "detail": common, "items": items})
    return groups


def _item(result: Result, common: str) -> dict[str, Any]:
    judgement, seen, past = result.judgement, result.seen, result.past
    places, suggestion, host = places_of(result), judgement.suggestion, _host_of(result.url)
    return {
        **_link(result.url),
        "host": host if host and host not in result.url else None,  # as it is found by
        "new": result.change == "new",
        "detail": _cut(judgement.detail) if judgement.detail != common else "",
        "suggestion": _link(suggestion) if suggestion and suggestion not in judgement.detail else None,
        "hops": [(hop.status, _cut(hop.url)) for hop in seen.redirects] if seen else (),
        "final": _cut(seen.final_url) if seen and seen.redirects and seen.final_url else None,
        "status": seen.status if seen else None,
        "history": "; ".join(filter(None, (describe_history(past, judgement.verdict), describe_failed_days(result)))),
        "last_ok": format_day(past.last_ok_ms) if past.last_ok_ms and judgement.verdict in FAILING else None,
        "places": [(_cut(f"{one.path}:{one.line}"), shorten(one.text, _TEXT_CHARACTERS)) for one in places[:_PLACES]],
        "more_places": max(len(places) - _PLACES, 0),
    }


def _cut(text: str, at: int = _URL_CHARACTERS) -> str:
    return text if len(text) <= at else f"{text[:at]}…"


def _link(url: str, at_most: int = _HREF_CHARACTERS) -> dict[str, Any]:
    """Return an address to show, and the address to follow if that is safe and nothing in it was masked or cut off."""
    target = None if "***" in url or len(url) > at_most else _target(url)
    return {"url": _cut(url), "href": target and target.replace("##[", "#%23[")}  # a CI job's log would obey ##[


def _image(result: Result) -> dict[str, Any]:
    assert result.proxy is not None
    origin = result.proxy.origin
    return {
        "shown": _link(result.url, _URL_CHARACTERS),
        "verdict": result.judgement.verdict.value,
        "reason": result.judgement.reason,
        "service": result.proxy.service,
        "origin": _link(origin, _URL_CHARACTERS) if origin else None,
        "origin_verdict": result.proxy.origin_verdict.value if result.proxy.origin_verdict else "not asked",
    }


def _table(name: str, title: str, counts: Mapping[str, Counter[Verdict]]) -> dict[str, Any]:
    rows = sorted(counts.items(), key=lambda item: (*(-item[1][verdict] for verdict in _LISTED), item[0]))
    shown = [(_cut(path, _NAME_CHARACTERS), numbers) for path, numbers in rows[:_ROWS]]
    return {"name": name, "title": title, "rows": shown, "more": max(len(rows) - _ROWS, 0),
            "told": counted(len(rows), name.removesuffix("s"))}  # fmt: skip


def _trend(runs: tuple[Run, ...]) -> dict[str, Any]:
    """Return the bars of the picture: for each run what was broken, and on top of it what was unreachable."""
    most = max(map(_failing, runs))
    step, scale = _WIDTH / len(runs), _HEIGHT / max(most, 1)
    bars = []
    for number, run in enumerate(runs):
        base = float(_HEIGHT)
        for verdict in FAILING:
            height = run.verdicts.get(verdict.value, 0) * scale
            base -= height
            if height:
                bars.append({"kind": verdict.value, "x": f"{number * step:.1f}", "y": f"{base:.1f}",
                             "width": f"{step * 0.8:.1f}", "height": f"{height:.1f}"})  # fmt: skip
    first, last = runs[0], runs[-1]
    return {
        "width": _WIDTH, "height": _HEIGHT, "bars": bars, "most": most, "runs": len(runs),
        "from": format_day(first.ended_ms), "to": format_day(last.ended_ms),
        "told": f"Links that fail, over {len(runs)} runs: {_failing(first)} on {format_day(first.ended_ms)}, "
                f"{_failing(last)} on {format_day(last.ended_ms)}, {most} at most.",
        "rows": [
            {"at": _moment(run.ended_ms), "links": sum(run.verdicts.values()), "complete": run.complete,
             "numbers": [run.verdicts.get(verdict.value, 0) for verdict in _LISTED]}
            for run in reversed(runs)
        ],
    }  # fmt: skip


def _failing(run: Run) -> int:
    return sum(run.verdicts.get(verdict.value, 0) for verdict in FAILING)


def _moment(epoch_ms: int) -> dict[str, str]:
    moment = from_epoch_ms(epoch_ms)
    return {"full": format_rfc3339(moment), "day": format_day(epoch_ms), "text": f"{moment:%Y-%m-%d %H:%M} UTC"}
