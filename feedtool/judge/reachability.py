"""Whether this machine's own network works, known before links are judged by silence or by a portal's page. Pure.

A portal is what a network (a hotel's, a train's) shows in the place of every host until somebody logs in. Its answers
look like those of the hosts: so the hosts of a run are seen together.
"""

from collections import Counter
from dataclasses import dataclass, field
from ipaddress import ip_address

from feedtool.judge.judge import Evidence
from feedtool.judge.portals import could_be_portal
from feedtool.judge.verdict import NO_PAST, Judgement, Past, Verdict
from feedtool.pages.siblings import sketch
from feedtool.urls import endpoint_of, host_of

_SURELY_LOST = 30  # hosts of which none answered, or none by itself: the rest need not be tried
_SURELY_DOWN_S = 15.0  # seconds without any answer
_ENOUGH = 3  # hosts from which on a common failure, or a common answer, is the network's
_FEW = 10  # hosts: fewer cannot tell by themselves whether they are all intercepted
UNREACHED = frozenset(("timeout-connect", "timeout-read", "timeout-total", "refused", "no-route"))
BREAKING = UNREACHED | {"dns-servfail", "dns-timeout", "reset"}  # when two targets fail so, their server is set aside
_NO_ANSWER = UNREACHED | {"dns-nxdomain", "dns-no-address", "dns-servfail", "dns-timeout", "reset"}
_NO_NETWORK = frozenset(("no-route", "dns-servfail", "dns-timeout"))
NOT_CONTACTED = frozenset(("private-address", "port", "onion"))
_UNTRUSTED = frozenset(("tls-untrusted", "tls-self-signed"))
_GONE = (404, 410)
_LOGIN_REQUIRED = 511  # RFC 6585 section 6: a network's, never a host's
_NOT_OWN = frozenset(("parked", "soft-404", "challenge"))  # kinds of pages that unrelated hosts share at all times
# The second part of a name below which others register theirs: `co.uk`, `com.cn`.
_SECOND = frozenset("co com net org gov edu ac or ne go gob mil".split())

Sign = tuple[str, str]  # what an answer shows: an address, a page, how it is gone, or that the network wants a login


@dataclass(slots=True)
class Reachability:
    """Which hosts of a run have answered so far, and which have not."""

    answered: set[str] = field(default_factory=set)  # hosts
    failed: dict[str, str] = field(default_factory=dict)  # hosts that never answered, each with its last reason
    untrusted: set[str] = field(default_factory=set)
    trusted: bool = False
    signs: dict[str, set[Sign]] = field(
        default_factory=dict
    )  # by site: what its answers show, if that may be a portal's
    own: set[str] = field(default_factory=set)  # sites that gave an answer that no portal gives
    made_up: set[Sign] = field(default_factory=set)  # what a name that cannot exist shows

    def note(
        self,
        host: str,
        evidence: Evidence,
        judgement: Judgement,
        past: Past = NO_PAST,
        title: str | None = None,
    ) -> None:
        """Take note of what came of asking a host for a target with some past."""
        exchange = evidence.exchange
        reason = exchange.failure.reason if exchange.failure else ""
        if reason in NOT_CONTACTED:
            return
        if reason in _NO_ANSWER and not exchange.redirects:
            if host not in self.answered:
                self.failed[host] = reason
        else:
            self.answered.add(host)
            self.failed.pop(host, None)
            if not self.own:  # else the network is known to let through
                self._note_sign(_site(host), evidence, judgement, past, title)
        if exchange.url.startswith("https:"):
            if judgement.reason in _UNTRUSTED:
                self.untrusted.add(host)
            elif exchange.response is not None:
                self.trusted = True

    def note_made_up(self, evidence: Evidence) -> None:
        """Take note of an answer in the place of a host that cannot exist: somebody in between gave it."""
        exchange = evidence.exchange
        if exchange.response is not None or exchange.redirects:
            self.made_up |= _signs(evidence) or {("page", "")}

    def joined(self, other: "Reachability") -> "Reachability":
        """Return what two parts of a run know together: a host that answered either of them is there."""
        answered = self.answered | other.answered
        failed = {**self.failed, **other.failed}
        sites = self.signs.keys() | other.signs.keys()
        return Reachability(
            answered,
            {host: reason for host, reason in failed.items() if host not in answered},
            self.untrusted | other.untrusted,
            self.trusted or other.trusted,
            {site: self.signs.get(site, set()) | other.signs.get(site, set()) for site in sites},
            self.own | other.own,
            self.made_up | other.made_up,
        )

    @property
    def nobody_answered(self) -> bool:
        """Whether hosts were asked and none answered."""
        return bool(self.failed) and not self.answered

    @property
    def is_settled(self) -> bool:
        """Whether the network is known to work, whatever is still to come."""
        return bool(self.answered and self.own)

    @property
    def is_doubtful(self) -> bool:
        """Whether what answered might be a portal, and too few hosts were asked to know."""
        if self.nobody_answered:
            return True
        return bool(self.signs) and not self.own and len(self.signs) < _FEW and not self._differ()

    def is_surely_lost(self, since_s: float) -> bool:
        """Return whether a run that has lasted ``since_s`` seconds need not go on."""
        if self.nobody_answered:
            return len(self.failed) >= _SURELY_LOST and since_s > _SURELY_DOWN_S
        return len(self.signs) >= _SURELY_LOST and self._is_intercepted()

    def judgement(self, *, complete: bool) -> Judgement | None:
        """Return the judgement of the network if it makes the judgements of all links worthless, else None.

        As long as not all hosts were asked, a few silent hosts decide nothing.
        """
        if self._is_down() and (complete or len(self.failed) >= _SURELY_LOST):
            return _DOWN
        if self._is_intercepted() and (complete or len(self.signs) >= _SURELY_LOST):
            return INTERCEPTED
        return None

    # -- inside

    def _note_sign(self, site: str, evidence: Evidence, judgement: Judgement, past: Past, title: str | None) -> None:
        exchange = evidence.exchange
        if exchange.failure is not None and not exchange.redirects:
            return  # nothing was shown: a certificate, garbage
        if found := _signs(evidence, title):
            self.signs.setdefault(site, set()).update(found)
        elif judgement.reason in _NOT_OWN or _is_as_before(judgement, past):
            return
        elif (gone := _how_gone(evidence)) is not None:
            self.signs.setdefault(site, set()).add(("gone", gone))
        else:
            self.own.add(site)

    def _is_down(self) -> bool:
        if not self.nobody_answered:
            return False
        return len(self.failed) >= _ENOUGH or _NO_NETWORK.issuperset(self.failed.values())

    def _is_intercepted(self) -> bool:
        """Return whether all that answered is somebody in between: no host shows anything of its own."""
        if self.own:
            return False
        common = self._common()
        if any(not signs & common for signs in self.signs.values()):
            return False
        return bool(self.signs) or (len(self.untrusted) >= _ENOUGH and not self.trusted)

    def _common(self) -> set[Sign]:
        """Return what is shown in the place of several sites, or of one that cannot exist."""
        shown = Counter(sign for signs in self.signs.values() for sign in signs)
        distrusted = 0 if self.trusted else len(self.untrusted)
        enough = max(1, _ENOUGH - distrusted)  # a certificate that nobody trusts is an answer of the same kind
        common = {sign for sign, sites in shown.items() if sites >= enough} | self.made_up
        if not self.made_up:  # servers of one make have one page for what is gone
            common = {sign for sign in common if sign[0] != "gone"}
        return common | {sign for sign in shown if sign == _WANTS_LOGIN}

    def _differ(self) -> bool:
        """Return whether two sites show nothing in common."""
        return len(self.signs) > 1 and not set.intersection(*self.signs.values())


_WANTS_LOGIN: Sign = ("status", str(_LOGIN_REQUIRED))


def _signs(evidence: Evidence, title: str | None = None) -> set[Sign]:
    """Return what an answer shows that could be a portal's: nothing where it is surely the host's own."""
    exchange, page = evidence.exchange, evidence.page
    status = exchange.response.status if exchange.response is not None else 0
    if status == _LOGIN_REQUIRED:
        return {_WANTS_LOGIN}
    if evidence.kind is not None and evidence.kind.reason in _NOT_OWN:
        return set()
    signs: set[Sign] = set()
    end = endpoint_of(exchange.final_url)
    if _site(end.host) != _site(host_of(exchange.url)):
        signs.add(("end", f"{end.authority}{end.target.partition('?')[0]}"))
    is_another = title is not None and page is not None and not page.title.startswith(title)  # than was there before
    if 200 <= status < 300 and page is not None and (could_be_portal(page) or evidence.neutral or is_another):
        signs.add(("page", sketch(page).hex()))
    return signs


def _how_gone(evidence: Evidence) -> str | None:
    """Return what a server shows where a page is gone: where every name leads to one server it has few such pages."""
    response, page = evidence.exchange.response, evidence.page
    if response is None or response.status not in _GONE:
        return None
    return sketch(page).hex() if page is not None else ""


def _is_as_before(judgement: Judgement, past: Past) -> bool:
    """Return whether a link that failed fails as it did: that says nothing of today's network."""
    return past.verdict is Verdict.BROKEN and (past.verdict, past.reason) == (judgement.verdict, judgement.reason)


def _site(host: str) -> str:
    """Return the name that a host's owner registered, as far as its form tells: hosts of one site are related."""
    try:
        return str(ip_address(host.strip("[]")))
    except ValueError:
        parts = host.rsplit(".", 3)
        return ".".join(parts[-3:] if len(parts) > 2 and len(parts[-1]) == 2 and parts[-2] in _SECOND else parts[-2:])


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
