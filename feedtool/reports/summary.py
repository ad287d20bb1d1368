"""Results → counts, findings and news: what every format shows."""

from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace

from feedtool.judge.verdict import Judgement, Result, Run, Verdict
from feedtool.reports.masking import masked, without_secrets

Results = Callable[[], Iterator[Result]]  # called for each pass: there may be more than memory holds

FAILING = (Verdict.BROKEN, Verdict.UNREACHABLE)
_REPAIRED = (Verdict.OK, Verdict.MOVED, None)  # None: no longer linked; a refusal is no repair
_NOT_ASKED = frozenset(("not-due", "not-asked"))
_ORDER = {verdict: rank for rank, verdict in enumerate(Verdict)}


@dataclass(frozen=True, slots=True)
class Trend:
    """What earlier runs over the same inputs found.

    ``runs`` are those that ended, the newest last; ``failed_before`` is what was broken or unreachable in the run
    before this one, by URL, None if there is no such run; ``at_ms`` is when this run ended or, if it was stopped, when
    it began.
    """

    runs: tuple[Run, ...] = ()
    failed_before: Mapping[str, Verdict] | None = None
    at_ms: int | None = None


@dataclass(frozen=True, slots=True)
class News:
    """What changed since the run before: how many links newly fail, and which no longer do, with their verdicts now."""

    new: int = 0
    repaired: tuple[tuple[str, Verdict | None], ...] = ()


@dataclass(frozen=True, slots=True)
class Summary:
    """The results of a check, what counts as a finding, and what was wrong with the network, if anything.

    ``counts`` has the verdicts of this run; ``known`` those of every link, with what is remembered of links that were
    not asked. ``news`` is None where there is no run before.
    """

    results: Results
    network: Judgement | None = None
    complete: bool = True
    strict: bool = False
    counts: Counter[Verdict] = field(default_factory=Counter)
    known: Counter[Verdict] = field(default_factory=Counter)
    not_due: int = 0
    runs: tuple[Run, ...] = ()
    at_ms: int | None = None
    news: News | None = None
    title: str = "News archive"  # of the articles that were checked

    @property
    def bad(self) -> frozenset[Verdict]:
        """The verdicts that make a check fail: what is broken, with ``strict`` what is unreachable too."""
        return frozenset(FAILING if self.strict else (Verdict.BROKEN,))

    @property
    def exit_status(self) -> int:
        """3: could not tell; 1: findings; 0: all is well."""
        if self.network is not None or not self.complete:
            return 3
        return 1 if any(self.counts[verdict] for verdict in self.bad) else 0

    def worst(self, verdicts: Collection[Verdict]) -> list[Result]:
        """Return the links with one of these verdicts, as last known: the worst verdict first, then new links."""
        found = [result for result in map(as_known, self.results()) if result.judgement.verdict in verdicts]
        return sorted(found, key=lambda one: (_ORDER[one.judgement.verdict], not one.is_new))


def summarise(
    results: Results,
    *,
    network: Judgement | None = None,
    complete: bool = True,
    strict: bool = False,
    trend: Trend | None = None,
    title: str = "News archive",
) -> Summary:
    """Return the summary of some results, with secrets masked; they are gone through once for the counts.

    Results are compared with the run before they are masked, since links may differ only in what is masked.
    """
    counts: Counter[Verdict] = Counter()
    known: Counter[Verdict] = Counter()
    not_due = new = 0
    trend = trend or Trend()
    before = trend.failed_before
    now: dict[str, Verdict] = {}  # of what failed in the run before
    for result in results():
        counts[result.judgement.verdict] += 1
        not_due += result.judgement.reason == "not-due"
        if network is None:  # else the only row is about the network
            verdict = as_known(result).judgement.verdict
            known[verdict] += 1
            if before is not None and result.url in before:
                now[result.url] = verdict
            elif before is not None:
                new += verdict in FAILING

    def shown() -> Iterator[Result]:
        for result in results():
            if before is not None and result.url not in before and as_known(result).judgement.verdict in FAILING:
                result = replace(result, is_new=True)
            yield without_secrets(result)

    news = None
    if before is not None and network is None:
        became = ((url, now.get(url)) for url in before)
        news = News(new, tuple((masked(url), verdict) for url, verdict in became if verdict in _REPAIRED))
    return Summary(
        shown, network, complete, strict, counts, known, not_due, trend.runs, trend.at_ms, news, title
    )  # fmt: skip


def as_known(result: Result) -> Result:
    """Return a result with its last known outcome in place of "not asked in this run"."""
    if result.judgement.reason not in _NOT_ASKED or result.known is None:
        return result
    return replace(result, judgement=result.known.judgement, seen=result.known)
