"""Results → counts, findings and news: what every format shows."""

import re
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import field
from functools import cache, lru_cache

from feedtool.cores import in_batches
from feedtool.judge.findings import Policy
from feedtool.judge.verdict import Judgement, Plain, Result, Run, Verdict
from feedtool.quick import quick
from feedtool.reports.masking import without_secrets
from feedtool.urls import host_of, serialised

Results = Callable[[], Iterator[Result]]  # called for each pass: there may be more than memory holds
Tell = Callable[[Iterable[Result]], str]  # some results, in their order → their part of a report
InParts = Callable[[Tell], Iterator[str]]  # yields what is made of each part of the results; other cores may help

FAILING = (Verdict.BROKEN, Verdict.UNREACHABLE)
FAIL_ON = ("findings", "new", "unknown", "never")
COULD_NOT_TELL = 3  # the exit status of a check that does not know
_NOT_AS_IT_WAS = (Verdict.BROKEN, Verdict.UNREACHABLE, Verdict.MOVED)
_AT_HAND = 75_000  # notable results that are kept from one look to the next, a kilobyte each
_ORDER = {verdict: rank for rank, verdict in enumerate(Verdict)}
# A URL with a host that is serialised as it is written: a name in lower case, no address, nothing encoded.
_PLAINLY_AT = re.compile(r"https?://((?!(?:.*\.)?xn--)[a-z0-9-]+(?:\.[a-z0-9-]+)*\.[a-z]+)(?:[/?#]|\Z)")
_DAY = re.compile(r"(?<!\d)((?:19|20)\d\d)[-/._年]?(\d\d)[-/._月]?(\d\d)(?!\d)")


@quick(frozen=True, slots=True)
class Trend:
    """What earlier runs over the same inputs found.

    ``runs`` are those that ended, the newest last; ``failed_before`` is what was broken or unreachable in the run
    before this one, by URL, None if there is no such run; ``at_ms`` is when this run ended or, if it was stopped, when
    it began.
    """

    runs: tuple[Run, ...] = ()
    failed_before: Mapping[str, Verdict] | None = None
    at_ms: int | None = None


@quick(frozen=True, slots=True)
class Counts:
    """How many links there are of what kind. ``verdicts`` counts all of them; the rest is what stands out.

    ``apart`` counts those that are told apart. ``new_findings`` are findings that were none in the run before.
    ``originals`` counts articles' own links by verdict, where they are told apart; ``accepted`` the links whose death
    is accepted, ``back`` those of them that answer again. ``not_asked`` were asked in an earlier run.
    """

    verdicts: Counter[Verdict] = field(default_factory=Counter)
    findings: Counter[Verdict] = field(default_factory=Counter)
    originals: Counter[Verdict] = field(default_factory=Counter)
    apart: Counter[Verdict] = field(default_factory=Counter)
    new: int = 0
    new_findings: int = 0
    repaired: int = 0
    accepted: int = 0
    back: int = 0
    not_asked: int = 0

    @property
    def told(self) -> Counter[Verdict]:
        """The verdicts of the links that are not told apart."""
        return self.verdicts - self.apart


@quick(frozen=True, slots=True)
class Summary:
    """The results of a check, what counts as a finding, and what was wrong with the network, if anything.

    ``in_parts`` yields what a format makes of all results, a part at a time; ``notable`` yields the results but those
    that are ``plain``. ``has_before`` tells that there is a run to compare with. What needs a look at all results is
    found out when it is first asked for, while they can be read.
    """

    in_parts: InParts
    notable: Results
    find_plain: Callable[[], Plain] = Plain
    network: Judgement | None = None
    complete: bool = True
    policy: Policy = field(default_factory=Policy)
    count: Callable[[], Counts] = Counts
    runs: tuple[Run, ...] = ()
    at_ms: int | None = None
    has_before: bool = False
    note: str = ""  # what a reader must know of the results: that they are not of the last run
    title: str = "News archive"  # of what was checked
    language: str = "en"  # of it, a BCP 47 tag

    @property
    def plain(self) -> Plain:
        """The results of which no more can be told than that they are fine."""
        return self.find_plain()

    @property
    def counts(self) -> Counts:
        """How many links there are of what kind."""
        return self.count()

    def exit_status(self, fail_on: str = "findings") -> int:
        """Return 3 for could not tell, 1 for findings or new ones, else 0; ``fail_on`` is one of `FAIL_ON`."""
        if fail_on == "never":
            return 0
        if self.network is not None or not self.complete:
            return COULD_NOT_TELL
        found = self.counts.new_findings if fail_on == "new" else self.counts.findings.total()
        return 1 if found else 0

    def listed(self, verdicts: Collection[Verdict]) -> list[Result]:
        """Return the links with one of some verdicts, but for originals and accepted ones: the worst verdict first.

        Of a verdict those that are new come first, then those in the newest articles.
        """
        return in_order(one for one in self.notable() if one.judgement.verdict in verdicts and not is_apart(one))


@quick(frozen=True, slots=True)
class Group:
    """Links of one host that have one cause, at least one of them."""

    host: str
    links: tuple[Result, ...]

    @property
    def judgement(self) -> Judgement:
        """The judgement of the first link; the others have the same verdict and reason."""
        return self.links[0].judgement

    @property
    def new(self) -> int:
        """How many of them are new."""
        return sum(one.change == "new" for one in self.links)


def grouped(results: Iterable[Result]) -> list[Group]:
    """Return results, in the order in which `Summary.listed` returns them, by host and cause; larger news first."""

    groups: dict[tuple[Verdict, str, str], list[Result]] = {}
    for one in results:
        groups.setdefault((one.judgement.verdict, one.judgement.reason, host_at(one.url)), []).append(one)
    return [Group(host, tuple(links)) for (_, _, host), links in groups.items()]


def in_order(results: Iterable[Result]) -> list[Result]:
    """Return results the worst verdict first; of a verdict those that are new, then those in the newest articles."""
    return sorted(sorted(results, key=newest, reverse=True), key=_rank)


def is_apart(result: Result) -> bool:
    """Return whether a link is told apart from the others: an article's own, or one whose death is accepted."""
    return result.is_original or result.accepted is not None


def stands_apart(result: Result) -> bool:
    """Return whether there is anything to tell of a link that is told apart: it is accepted, or not fine any more."""
    return result.accepted is not None or (result.is_original and result.judgement.verdict in _NOT_AS_IT_WAS)


def host_at(url: str) -> str:
    """Return the host of a link as it is shown, empty where it has none."""
    if plainly := _PLAINLY_AT.match(url):
        return plainly[1]
    target = serialised(url) if url[:8].lower().startswith(("http://", "https://")) else None
    return host_of(target) if target else ""


def newest(result: Result) -> tuple[str, str]:
    """Return what sorts links by the newest article that they stand in, as far as the names of files tell days."""
    return max((_day(source.path), source.path) for source in result.sources) if result.sources else ("", "")


def summarise(
    results: Results,
    *,
    in_parts: InParts | None = None,
    notable: Results | None = None,
    plain: Callable[[], Plain] = Plain,
    network: Judgement | None = None,
    complete: bool = True,
    policy: Policy | None = None,
    trend: Trend | None = None,
    note: str = "",
    title: str = "News archive",
    language: str = "en",
    later: bool = False,
) -> Summary:
    """Return the summary of some results, with secrets masked.

    ``in_parts`` makes texts of the same results, a part at a time. ``notable`` yields them but those that are
    ``plain``; they are gone through once for the counts: at once, unless that is left for ``later``, when somebody asks
    for them.

    Results are compared with the run before they are masked, since links may differ only in what is masked.
    """
    trend, policy = trend or Trend(), policy or Policy()

    def told(some: Iterable[Result]) -> Iterator[Result]:
        return in_batches(policy.told(result, trend.failed_before) if network is None else result for result in some)

    def told_in_parts(tell: Tell) -> Iterator[str]:
        return (in_parts or whole)(lambda some: tell(in_batches(map(without_secrets, told(some)))))

    def whole(tell: Tell) -> Iterator[str]:
        yield tell(results())

    notable_told, find_plain = _at_hand(lambda: told((notable or results)())), cache(plain)

    @cache
    def count() -> Counts:
        return Counts() if network is not None else _counted(notable_told(), find_plain(), policy, trend.failed_before)

    if not later:
        count()
    return Summary(
        told_in_parts,
        lambda: map(without_secrets, notable_told()),
        find_plain,
        network,
        complete,
        policy,
        count,
        trend.runs,
        trend.at_ms,
        trend.failed_before is not None and network is None,
        note,
        title,
        language,
    )


def _at_hand(results: Results) -> Results:
    """Return the same results, gone through once if they are few enough to be kept."""
    kept: list[Result] | None = None

    def first() -> Iterator[Result]:
        nonlocal kept
        held: list[Result] | None = []
        for one in results():
            if held is not None:
                held.append(one)
                held = held if len(held) <= _AT_HAND else None
            yield one
        kept = held

    return lambda: first() if kept is None else iter(kept)


def _counted(
    notable: Iterable[Result], plain: Plain, policy: Policy, failed_before: Mapping[str, Verdict] | None
) -> Counts:
    verdicts, findings, originals, apart = (Counter[Verdict]() for _ in range(4))
    if fine := plain.asked + plain.not_asked:
        verdicts[Verdict.OK] = fine
        originals[Verdict.OK] = plain.originals if policy.originals == "apart" else 0
    others = Counter(not_asked=plain.not_asked)
    for one in notable:
        verdict = one.judgement.verdict
        verdicts[verdict] += 1
        if one.asked and not (one.change or one.finding or one.is_original or one.accepted is not None):
            continue  # most links: there is nothing to tell of it
        apart[verdict] += stands_apart(one)
        findings[verdict] += one.finding
        originals[verdict] += one.is_original
        others["new"] += one.change == "new"
        others["new_findings"] += policy.is_new_finding(one, failed_before)
        others["repaired"] += one.change == "repaired"
        others["accepted"] += one.accepted is not None
        others["back"] += one.accepted is not None and verdict in (Verdict.OK, Verdict.MOVED)
        others["not_asked"] += not one.asked and verdict is not Verdict.SKIPPED
    return Counts(verdicts, +findings, +originals, +apart, **others)


def _rank(result: Result) -> tuple[int, bool]:
    return _ORDER[result.judgement.verdict], result.change != "new"


@lru_cache(100_000)
def _day(path: str) -> str:
    """Return the last day in a path, as ``20261122``, empty where there is none."""
    found = _DAY.findall(path)  # of one path for many links
    return "".join(found[-1]) if found else ""
