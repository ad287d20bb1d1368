"""A check as the link-health page: one file that needs no script to be read, and loads nothing.

Numbers, the trend over the stored runs, what is new and what was repaired, findings by reason with their evidence, by
article and by host, images behind proxies with both legs. The script only searches and filters what is there.
"""

import base64
import hashlib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from importlib.resources import files
from itertools import groupby
from typing import Any

from jinja2 import Environment, StrictUndefined

from feedtool.checker.verdict import Result, Run, Verdict
from feedtool.dates import format_day, format_rfc3339, from_epoch_ms
from feedtool.reports.escape import for_terminal
from feedtool.reports.summary import Summary, as_known
from feedtool.reports.wording import describe_failed_days, describe_history, has_place
from feedtool.text import counted, shorten
from feedtool.urls import host_of, serialised

_FINDINGS = 5000  # shown, as far as there is room for them; the others are counted
_ROOM_BYTES = 2_300_000  # for what they say
_MARKUP_BYTES = 230  # about, around what one of them says
_ROWS = 300  # of articles, of hosts, of images
_RUNS = 60  # in the trend
_PLACES = 3  # of a finding
_TEXT_CHARACTERS = 60  # of the text at a place
_URL_CHARACTERS = 1000
_NEWS = 200  # of what is new, and of what was repaired
_FAILING = (Verdict.BROKEN, Verdict.UNREACHABLE)
_LISTED = (*_FAILING, Verdict.MOVED, Verdict.BLOCKED)
_TITLES = {
    Verdict.BROKEN: ("Broken", "Gone or wrong for a reader."),
    Verdict.UNREACHABLE: ("Unreachable", "Could not be judged yet; asked again in every run."),
    Verdict.MOVED: ("Moved", "There for now; write the new address."),
    Verdict.BLOCKED: ("Blocked", "The server is there and refuses robots. Nothing to mend."),
    Verdict.OK: ("Notices", "Fine today, with something to know."),
}
_REPAIRED = (Verdict.OK, Verdict.MOVED, None)  # None: no longer linked
_WIDTH, _HEIGHT = 720, 140  # of the trend's picture, in its own units; it is stretched to the page


def _text(name: str) -> str:
    return (files("feedtool.reports") / name).read_text("utf-8").strip()


def _hash(text: str) -> str:
    return base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


_STYLE, _SCRIPT = _text("health.css"), _text("health.js")
_ENVIRONMENT = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
_ENVIRONMENT.filters["shown"] = for_terminal
_TEMPLATE = _ENVIRONMENT.from_string(_text("health.html"))


def render(summary: Summary) -> Iterator[str]:
    """Yield the page."""
    gathered = _gather(summary)
    runs = summary.trend.runs[-_RUNS:]
    findings = sorted(gathered.findings, key=lambda one: _place_of(one, gathered.reasons))
    room = _room_for(findings)
    yield _TEMPLATE.render(
        title=summary.title,
        style=_STYLE,
        script=_SCRIPT,
        style_hash=_hash(_STYLE),
        script_hash=_hash(_SCRIPT),
        at=_moment(runs[-1].ended_ms) if runs else None,
        state=_state(summary),
        tiles=_tiles(summary, len(gathered.hosts)),
        trend=_trend(runs) if len(runs) > 1 else None,
        news=_news(summary, gathered),
        groups=[_group(*pair, list(some), summary) for pair, some in groupby(findings[:room], key=_kind)],
        left_out=len(findings) - room,
        tables=[
            _table("articles", "By article", gathered.by_article),
            _table("hosts", "By host", gathered.by_host),
        ],
        listed=_LISTED,
        images=[_image(one) for one in gathered.images[:_ROWS]],
        more_images=max(len(gathered.images) - _ROWS, 0),
        titles=_TITLES,
    )


@dataclass(slots=True)
class _Gathered:
    """What the page needs to know, from going through all results once."""

    findings: list[Result] = field(default_factory=list)
    reasons: Counter[tuple[Verdict, str]] = field(default_factory=Counter)
    hosts: set[str] = field(default_factory=set)
    by_host: dict[str, Counter[Verdict]] = field(default_factory=dict)
    by_article: dict[str, Counter[Verdict]] = field(default_factory=dict)
    images: list[Result] = field(default_factory=list)
    new: list[Result] = field(default_factory=list)
    now: dict[str, Verdict] = field(default_factory=dict)  # of what failed in the run before


def _gather(summary: Summary) -> _Gathered:
    all_of_it = _Gathered()
    if summary.network is not None:
        return all_of_it
    before: Mapping[str, Verdict] = summary.trend.failed_before or {}
    for result in map(as_known, summary.results()):
        verdict, reason = result.judgement.verdict, result.judgement.reason
        host = _host_of(result.url)
        if host:
            all_of_it.hosts.add(host)
        if result.url in before:
            all_of_it.now[result.url] = verdict
        if summary.is_new(result):
            all_of_it.new.append(result)
        if verdict in _LISTED or (verdict is Verdict.OK and reason != "ok"):
            all_of_it.findings.append(result)
            all_of_it.reasons[verdict, reason] += 1
            if verdict in _LISTED:
                if host:
                    all_of_it.by_host.setdefault(host, Counter())[verdict] += 1
                for path in {source.path for source in result.sources if has_place(result)}:
                    all_of_it.by_article.setdefault(path, Counter())[verdict] += 1
            if result.proxy is not None:
                all_of_it.images.append(result)
    return all_of_it


def _host_of(url: str) -> str | None:
    target = _target(url)
    return host_of(target) if target else None


def _target(url: str) -> str | None:
    """Return an address in its serialised form, None of what is no http(s) URL."""
    return serialised(url) if url[:8].lower().startswith(("http://", "https://")) else None


def _kind(result: Result) -> tuple[Verdict, str]:
    return result.judgement.verdict, result.judgement.reason


def _place_of(result: Result, reasons: Counter[tuple[Verdict, str]]) -> tuple[int, int, str]:
    """Return where a finding stands: the worst verdict first, in it the most frequent reason."""
    return list(_TITLES).index(result.judgement.verdict), -reasons[_kind(result)], result.judgement.reason


def _state(summary: Summary) -> dict[str, str]:
    """Return the page's first sentence, and what it is about."""
    if summary.network is not None:
        return {"kind": "unknown", "text": f"Could not tell ({summary.network.reason}): {summary.network.detail}"}
    if not summary.known:
        return {"kind": "unknown", "text": "Nothing has been checked yet."}
    broken, unreachable = summary.known[Verdict.BROKEN], summary.known[Verdict.UNREACHABLE]
    if broken:
        text = f"{counted(broken, 'link')} {'is' if broken == 1 else 'are'} broken."
    elif unreachable:
        text = f"No link is broken; {unreachable} could not be judged yet."
    else:
        text = "No link is broken."
    if not summary.complete:
        text += " The last run ended before all was known."
    return {"kind": "broken" if broken else "ok", "text": text}


def _tiles(summary: Summary, hosts: int) -> list[dict[str, Any]]:
    tiles = [("links", "Links", summary.known.total()), ("hosts", "Hosts", hosts)]
    tiles += [(verdict.value, verdict.value.capitalize(), summary.known[verdict]) for verdict in Verdict]
    return [{"kind": kind, "label": label, "number": f"{number:,}"} for kind, label, number in tiles]


def _news(summary: Summary, gathered: _Gathered) -> dict[str, Any] | None:
    before = summary.trend.failed_before
    if before is None or summary.network is not None:
        return None
    repaired = [url for url in before if gathered.now.get(url) in _REPAIRED]
    return {
        "new": [{**_link(one.url), "verdict": one.judgement.verdict.value, "reason": one.judgement.reason}
                for one in gathered.new[:_NEWS]],
        "more_new": max(len(gathered.new) - _NEWS, 0),
        "repaired": [{**_link(url), "verdict": _became(gathered.now.get(url))} for url in repaired[:_NEWS]],
        "more_repaired": max(len(repaired) - _NEWS, 0),
    }  # fmt: skip


def _became(verdict: Verdict | None) -> str:
    return "no longer linked" if verdict is None else f"now {verdict.value}"


def _room_for(findings: Sequence[Result]) -> int:
    """Return how many findings, from the first on, the page has room for."""
    left = _ROOM_BYTES
    for number, one in enumerate(findings[:_FINDINGS]):
        texts = [one.url, one.url, one.judgement.suggestion or "", *(place.path for place in one.sources[:_PLACES])]
        texts += [hop.url for hop in one.seen.redirects] if one.seen else []
        left -= sum(len(text[:_URL_CHARACTERS].encode("utf-8", "replace")) for text in texts) + _MARKUP_BYTES
        if left < 0:
            return number
    return min(len(findings), _FINDINGS)


def _group(verdict: Verdict, reason: str, some: list[Result], summary: Summary) -> dict[str, Any]:
    """Return findings of a kind. What most of them say is said once."""
    some.sort(key=lambda one: not summary.is_new(one))
    ((common, number),) = Counter(one.judgement.detail for one in some).most_common(1)
    common = common if 2 * number > len(some) else ""
    items = [_item(one, summary, common) for one in some]
    return {"verdict": verdict, "reason": reason, "detail": common, "items": items}


def _item(result: Result, summary: Summary, common: str) -> dict[str, Any]:
    judgement, seen, past = result.judgement, result.seen, result.past
    places = result.sources if has_place(result) else ()
    suggestion = judgement.suggestion
    return {
        **_link(result.url),
        "new": summary.is_new(result),
        "detail": judgement.detail if judgement.detail != common else "",
        "suggestion": _link(suggestion) if suggestion and suggestion not in judgement.detail else None,
        "hops": seen.redirects if seen else (),
        "final": seen.final_url if seen and seen.redirects else None,
        "status": seen.status if seen else None,
        "asked": _moment(seen.checked_ms) if seen and seen.checked_ms else None,
        "history": "; ".join(filter(None, (describe_history(past, judgement.verdict), describe_failed_days(result)))),
        "last_ok": format_day(past.last_ok_ms) if past.last_ok_ms and judgement.verdict in _FAILING else None,
        "places": [(f"{one.path}:{one.line}", shorten(one.text, _TEXT_CHARACTERS)) for one in places[:_PLACES]],
        "more_places": max(len(places) - _PLACES, 0),
    }


def _link(url: str) -> dict[str, Any]:
    """Return an address to show, and to follow where that is safe and still the address it was."""
    if len(url) > _URL_CHARACTERS:
        return {"url": f"{url[:_URL_CHARACTERS]}…", "href": None}
    target = None if "***" in url else _target(url)
    return {"url": url, "href": target and target.replace("##[", "#%23[")}  # a log would obey that


def _image(result: Result) -> dict[str, Any]:
    assert result.proxy is not None
    origin = result.proxy.origin
    return {
        "shown": _link(result.url),
        "verdict": result.judgement.verdict.value,
        "reason": result.judgement.reason,
        "service": result.proxy.service,
        "origin": _link(origin) if origin else None,
        "origin_verdict": result.proxy.origin_verdict.value if result.proxy.origin_verdict else "not asked",
    }


def _table(name: str, title: str, counts: Mapping[str, Counter[Verdict]]) -> dict[str, Any]:
    rows = sorted(counts.items(), key=lambda item: (*(-item[1][verdict] for verdict in _LISTED), item[0]))
    return {"name": name, "title": title, "rows": rows[:_ROWS], "more": max(len(rows) - _ROWS, 0)}


def _trend(runs: tuple[Run, ...]) -> dict[str, Any]:
    """Return the bars of the picture: for each run what was broken, and on top of it what was unreachable."""
    most = max(map(_failing, runs))
    step, scale = _WIDTH / len(runs), _HEIGHT / max(most, 1)
    bars = []
    for number, run in enumerate(runs):
        base = float(_HEIGHT)
        for verdict in _FAILING:
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
    return sum(run.verdicts.get(verdict.value, 0) for verdict in _FAILING)


def _moment(epoch_ms: int) -> dict[str, str]:
    moment = from_epoch_ms(epoch_ms)
    return {"full": format_rfc3339(moment), "day": format_day(epoch_ms), "text": f"{moment:%Y-%m-%d %H:%M} UTC"}
