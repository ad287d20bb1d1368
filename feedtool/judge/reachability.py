"""Whether this machine's own network works: if not, the silence of a host is no fault of its links. Pure."""

from dataclasses import dataclass, field

from feedtool.judge.verdict import Judgement, Verdict
from feedtool.net.exchange import Exchange

_SURELY_DOWN = 30  # when so many hosts were asked and none answered, the others need not be tried
_SURELY_DOWN_S = 15.0  # seconds without any answer
_ENOUGH = 3  # when so many hosts all fail in one way, the network is at fault
UNREACHED = frozenset(("timeout-connect", "timeout-read", "timeout-total", "refused", "no-route"))
BREAKING = UNREACHED | {"dns-servfail", "dns-timeout", "reset"}  # when two targets fail so, their server is set aside
_NO_ANSWER = UNREACHED | {"dns-nxdomain", "dns-no-address", "dns-servfail", "dns-timeout", "reset"}
_NO_NETWORK = frozenset(("no-route", "dns-servfail", "dns-timeout"))
NOT_CONTACTED = frozenset(("private-address", "port", "onion"))
_UNTRUSTED = frozenset(("tls-untrusted", "tls-self-signed"))


@dataclass(slots=True)
class Reachability:
    """Which hosts of a run have answered so far, and which have not."""

    answered: set[str] = field(default_factory=set)  # hosts
    failed: dict[str, str] = field(default_factory=dict)  # hosts that never answered, each with its last reason
    untrusted: set[str] = field(default_factory=set)
    trusted: bool = False

    def note(self, host: str, exchange: Exchange, judgement: Judgement) -> None:
        """Note an exchange with a host, and its judgement."""
        reason = exchange.failure.reason if exchange.failure else ""
        if reason in NOT_CONTACTED:
            return
        if reason in _NO_ANSWER and not exchange.redirects:
            if host not in self.answered:
                self.failed[host] = reason
        else:
            self.answered.add(host)
            self.failed.pop(host, None)
        if exchange.url.startswith("https:"):
            if judgement.reason in _UNTRUSTED:
                self.untrusted.add(host)
            elif exchange.response is not None:
                self.trusted = True

    def joined(self, other: "Reachability") -> "Reachability":
        """Return what two parts of a run know together: a host that answered either of them is there."""
        answered = self.answered | other.answered
        failed = {**self.failed, **other.failed}
        return Reachability(
            answered,
            {host: reason for host, reason in failed.items() if host not in answered},
            self.untrusted | other.untrusted,
            self.trusted or other.trusted,
        )

    @property
    def nobody_answered(self) -> bool:
        """Whether hosts were asked and none answered."""
        return bool(self.failed) and not self.answered

    def is_surely_down(self, since_s: float) -> bool:
        """Return whether a run that has lasted ``since_s`` seconds need not go on."""
        return self.nobody_answered and len(self.failed) >= _SURELY_DOWN and since_s > _SURELY_DOWN_S

    def verdict(self, *, complete: bool) -> Judgement | None:
        """Return the judgement of the network if it makes the judgements of all links worthless, else None.

        As long as not all hosts were asked, a few silent hosts decide nothing.
        """
        if self._is_down() and (complete or len(self.failed) >= _SURELY_DOWN):
            return _DOWN
        return INTERCEPTED if complete and len(self.untrusted) >= _ENOUGH and not self.trusted else None

    def _is_down(self) -> bool:
        if not self.nobody_answered:
            return False
        return len(self.failed) >= _ENOUGH or _NO_NETWORK.issuperset(self.failed.values())


_DOWN = Judgement(
    Verdict.UNREACHABLE,
    "network-down",
    "no host could be reached: look at this machine's network; nothing was judged",
)
INTERCEPTED = Judgement(
    Verdict.UNREACHABLE,
    "intercepted",
    "something between this machine and the servers answers in their place (a login page?); nothing was judged",
)
