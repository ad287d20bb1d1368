"""Results → counts and findings: what every format shows."""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from feedtool.checker.verdict import Judgement, Result, Verdict

Results = Callable[[], Iterator[Result]]  # anew each time: they may be more than memory holds


@dataclass(frozen=True, slots=True)
class Summary:
    """The results of a check, what counts as a finding, and what was wrong with the network, if anything."""

    results: Results
    network: Judgement | None = None
    complete: bool = True
    strict: bool = False
    counts: Counter[Verdict] = field(default_factory=Counter)
    not_due: int = 0

    @property
    def bad(self) -> frozenset[Verdict]:
        """The verdicts that make a check fail: what is broken, with ``strict`` what is unreachable too."""
        return frozenset((Verdict.BROKEN, Verdict.UNREACHABLE) if self.strict else (Verdict.BROKEN,))

    @property
    def exit_status(self) -> int:
        """3: could not tell; 1: findings; 0: all is well."""
        if self.network is not None or not self.complete:
            return 3
        return 1 if any(self.counts[verdict] for verdict in self.bad) else 0


def summarise(
    results: Results, *, network: Judgement | None = None, complete: bool = True, strict: bool = False
) -> Summary:
    """Return the summary of some results, which are gone through once for the counts."""
    counts: Counter[Verdict] = Counter()
    not_due = 0
    for result in results():
        counts[result.judgement.verdict] += 1
        not_due += result.judgement.reason == "not-due"
    return Summary(results, network, complete, strict, counts, not_due)
