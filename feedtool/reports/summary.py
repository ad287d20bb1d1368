"""Results → counts and findings: what every format shows."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from feedtool.checker.verdict import Judgement, Result, Verdict


@dataclass(frozen=True, slots=True)
class Summary:
    """The results of a check, what counts as a finding, and what was wrong with the network, if anything."""

    results: Sequence[Result]
    network: Judgement | None = None
    complete: bool = True
    strict: bool = False

    @property
    def counts(self) -> Counter[Verdict]:
        """How many URLs have each verdict."""
        return Counter(result.judgement.verdict for result in self.results)

    @property
    def findings(self) -> list[Result]:
        """The results that make a check fail: what is broken, with ``strict`` what is unreachable too."""
        bad = {Verdict.BROKEN, Verdict.UNREACHABLE} if self.strict else {Verdict.BROKEN}
        return [result for result in self.results if result.judgement.verdict in bad]

    @property
    def exit_status(self) -> int:
        """3: could not tell; 1: findings; 0: all is well."""
        if self.network is not None or not self.complete:
            return 3
        return 1 if self.findings else 0
