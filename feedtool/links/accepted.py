"""Links that are known to be dead, as lines of text to commit: an address, a tab, and why that is accepted. Pure."""

from collections.abc import Iterable, Mapping

from feedtool.quick import quick
from feedtool.urls import serialised

HEADER = "# Links known to be dead: still asked for, told apart, no findings. Made by 'feedtool accept'.\n"


@quick(frozen=True, slots=True)
class Accepted:
    """What such lines say: reasons by serialised URL, and a sentence of each line that is not understood."""

    reasons: Mapping[str, str]
    problems: tuple[str, ...] = ()


def parse_accepted(text: str, path: str) -> Accepted:
    """Return what the lines of a file say; empty lines and those that begin with ``#`` say nothing."""
    reasons: dict[str, str] = {}
    problems = []
    for number, line in enumerate(text.removeprefix("\ufeff").splitlines(), 1):
        if not line.strip() or line.startswith("#"):
            continue
        address, _, why = line.partition("\t")
        url = address_of(address)
        if url is None:
            problems.append(f"{path}:{number}: no http(s) address: {address.strip()[:200]!r}; left out")
        elif not why.strip():
            problems.append(f"{path}:{number}: no reason after the address; write a tab and why; left out")
        else:
            reasons[url] = why.strip()
    return Accepted(reasons, tuple(problems))


def with_accepted(text: str, urls: Iterable[str], why: str) -> str:
    """Return the text of such a file with some serialised URLs accepted for a reason; other lines stay as they are."""
    urls = list(dict.fromkeys(urls))
    kept = [line for line in text.splitlines() if line.startswith("#") or _url_of(line) not in urls]
    lines = kept if text.strip() else [HEADER.rstrip("\n")]
    return "".join(f"{line}\n" for line in [*lines, *(f"{url}\t{why}" for url in urls)])


def address_of(written: str) -> str | None:
    """Return an address as it is looked up: serialised, or as it stands where no browser understands it.

    Return None if the text is not a web address at all.
    """
    written = written.strip()
    return serialised(written) or (written if "://" in written and not any(map(str.isspace, written)) else None)


def _url_of(line: str) -> str | None:
    return address_of(line.partition("\t")[0])
