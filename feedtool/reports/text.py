"""A check for people at a terminal: what changed, then findings by host and cause, then one line that sums up.

It fits two screens however many links there are: what has no room is counted, and another format names it.
"""

from collections.abc import Iterator, Sequence
from itertools import groupby

from feedtool.judge.verdict import Result, Verdict
from feedtool.reports.escape import for_terminal
from feedtool.reports.summary import Group, Summary, grouped, in_order, is_apart
from feedtool.reports.wording import copy_comes_first, describe_history, describe_news, describe_total, places_of
from feedtool.text import counted, shorten

_TITLES = {
    Verdict.BROKEN: "broken",
    Verdict.UNREACHABLE: "unreachable, not judged yet",
    Verdict.BLOCKED: "blocked: the server refuses robots",
    Verdict.MOVED: "moved",
    Verdict.SKIPPED: "skipped",
    Verdict.OK: "ok, with a notice",
}
# How many groups of a verdict are shown where not every link can be told with all that is known of it.
_GROUPS = {
    Verdict.BROKEN: 50,
    Verdict.UNREACHABLE: 6,
    Verdict.BLOCKED: 3,
    Verdict.MOVED: 3,
    Verdict.SKIPPED: 2,
    Verdict.OK: 3,
}
_DETAILED = 15  # links of all verdicts together that are told with all that is known of them
_CHANGED = 5  # links that are named as new, and as repaired
_APART = 2  # links that are named of those told apart
_PLACES = 3  # shown of a link; the others are counted
_URL_CHARACTERS = 120  # of an address in a line of its own
_QUIETLY_SKIPPED = frozenset(("scheme", "relative", "not-due", "not-asked", "truncated"))
_MORE = "feedtool report --format html"


def render(summary: Summary) -> Iterator[str]:
    """Yield the report, a line at a time."""
    if summary.network is not None:
        yield f"{summary.network.reason}: {for_terminal(summary.network.detail)}\n"
        return
    if summary.note:
        yield f"{for_terminal(summary.note)}\n\n"
    told = [result for result in summary.notable() if _is_told(result)]
    yield from _news(summary, told)
    shown = in_order(one for one in told if _is_shown(one) and not is_apart(one))
    for verdict, some in groupby(shown, key=lambda one: one.judgement.verdict):
        links = list(some)
        yield from _detailed(links) if len(shown) <= _DETAILED else _grouped(verdict, links)
        yield "\n"
    yield from _apart(told)
    not_asked = f" ({summary.counts.not_asked} not asked in this run)" if summary.counts.not_asked else ""
    yield f"{describe_total(summary)}{not_asked}\n"


def _is_told(result: Result) -> bool:
    return _is_shown(result) or is_apart(result) or result.change is not None


def _is_shown(result: Result) -> bool:
    judgement = result.judgement
    if judgement.verdict is Verdict.OK:
        return judgement.reason != "ok"
    return judgement.verdict is not Verdict.SKIPPED or judgement.reason not in _QUIETLY_SKIPPED


def _news(summary: Summary, told: Sequence[Result]) -> Iterator[str]:
    """Yield what changed since the run before, if there is one."""
    if not summary.has_before:
        return
    yield f"{describe_news(summary)}\n"
    changed = in_order(one for one in told if one.change is not None and one.accepted is None)
    for word in ("new", "repaired"):
        links = [one for one in changed if one.change == word]
        for one in links[:_CHANGED]:
            yield f"  {word}: {_address(one)} ({_cause(one)})\n"
        if len(links) > _CHANGED:
            yield f"  and {len(links) - _CHANGED} more {word}\n"
    yield "\n"


def _detailed(links: Sequence[Result]) -> Iterator[str]:
    """Yield a few links of one verdict, by reason, with all that is known of each."""

    def kind(one: Result) -> str:
        return one.judgement.reason

    for number, (reason, some) in enumerate(groupby(sorted(links, key=kind), key=kind)):
        verdict = links[0].judgement.verdict
        if number:
            yield "\n"
        yield f"{_TITLES[verdict]}{'' if reason == verdict.value else f' ({reason})'}\n"
        for result in some:
            yield from _lines(result)


def _grouped(verdict: Verdict, links: Sequence[Result]) -> Iterator[str]:
    """Yield many links of one verdict, a line for those of one host and cause."""
    groups = grouped(links)
    yield f"{_TITLES[verdict]}: {counted(len(links), 'link')} in {counted(len(groups), 'group')}\n"
    for group in groups[: _GROUPS[verdict]]:
        yield f"{_line(group)}\n"
    if len(groups) > _GROUPS[verdict]:
        left = groups[_GROUPS[verdict] :]
        more = counted(sum(len(one.links) for one in left), "link")
        yield f"  and {len(left)} more {'group' if len(left) == 1 else 'groups'} of {more}: {_MORE}\n"


def _line(group: Group) -> str:
    first = group.links[0]
    what = _address(first) if len(group.links) == 1 or not group.host else for_terminal(group.host)
    new = f", {group.new} new" if group.new else ""
    place = places_of(first)
    where = f", in {for_terminal(place[0].path)}:{place[0].line}" if place else ""
    return f"  {len(group.links):>5}  {what} ({_cause(first)}{new}){where}"


def _apart(told: Sequence[Result]) -> Iterator[str]:
    """Yield what is told apart: articles' own links that are gone or moved, and deaths that are accepted."""
    apart = in_order(filter(is_apart, told))
    originals = [one for one in apart if one.is_original and one.accepted is None]
    for verdict, word in ((Verdict.BROKEN, "gone"), (Verdict.UNREACHABLE, "unreachable"), (Verdict.MOVED, "moved")):
        yield from _named(f"originals {word}", [one for one in originals if one.judgement.verdict is verdict])
    accepted = [one for one in apart if one.accepted is not None]
    back = [one for one in accepted if one.judgement.verdict in (Verdict.OK, Verdict.MOVED)]
    yield from _named("accepted as dead", [one for one in accepted if one not in back])
    yield from _named("accepted as dead, and answers again; take its line out of links.accepted", back)


def _named(title: str, links: Sequence[Result]) -> Iterator[str]:
    if not links:
        return
    yield f"{title}: {len(links)}\n"
    for one in links[:_APART]:
        where = "".join(f", in {for_terminal(place.path)}:{place.line}" for place in places_of(one)[:1])
        yield from _told_apart(one, f"{_address(one)} ({_cause(one)}){where}")
    if len(links) > _APART:
        yield f"  and {len(links) - _APART} more: {_MORE}\n"
    yield "\n"


def _told_apart(result: Result, original: str) -> Iterator[str]:
    """Yield a link with its archived copy, which comes first where the original is gone."""
    copy = for_terminal(result.copy) if result.copy else ""
    if copy_comes_first(result):
        yield f"  archived copy: {copy}\n    of {original}\n"
        return
    yield f"  {original}\n"
    if copy:
        yield f"    archived copy: {copy}\n"


def _lines(result: Result) -> Iterator[str]:
    yield f"  {for_terminal(result.url)}\n"
    yield f"    {for_terminal(result.judgement.detail)}\n"
    if result.judgement.suggestion and result.judgement.suggestion not in result.judgement.detail:
        yield f"    instead: {for_terminal(result.judgement.suggestion)}\n"
    if history := describe_history(result.past, result.judgement.verdict):
        yield f"    {history}\n"
    if result.copy:
        yield f"    archived copy: {for_terminal(result.copy)}\n"
    sources = places_of(result)
    for source in sources[:_PLACES]:
        text = f" {source.text!r}" if source.text else ""
        yield f"    in {for_terminal(source.path)}:{source.line}:{source.column}{for_terminal(text)}\n"
    if len(sources) > _PLACES:
        yield f"    and in {counted(len(sources) - _PLACES, 'other place')}\n"


def _address(result: Result) -> str:
    return for_terminal(shorten(result.url, _URL_CHARACTERS))


def _cause(result: Result) -> str:
    return result.judgement.reason
