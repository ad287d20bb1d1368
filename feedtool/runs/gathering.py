"""Inputs → a run whose queue is filled: documents are read as far as they are not known, and what is due is marked."""

import contextlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import partial

from feedtool.articles.listing import Listing
from feedtool.cache import prepare_cache
from feedtool.checker.plan import plan
from feedtool.dates import to_epoch_ms
from feedtool.errors import InputError
from feedtool.judge.over_time import DAY_MS
from feedtool.links.gather import gather, made_of
from feedtool.runs.options import CheckOptions
from feedtool.runs.screen import Screen
from feedtool.state.digest import digest
from feedtool.state.state import State
from feedtool.text import counted


def prepare_folder(options: CheckOptions) -> None:
    """Make the folder of the state and of what is cached, ignored by Git."""
    with contextlib.suppress(OSError):  # opening the state tells of a folder that cannot be written
        if options.folder is not None:
            prepare_cache(options.folder)


def fill(
    state: State, options: CheckOptions, screen: Screen, *, keep: bool, listing: Listing | None = None
) -> Sequence[str]:
    """Fill the queue with the references of all inputs; return the URLs among the inputs.

    What documents hold is kept; that there is a run only if it is to ``keep``. ``listing`` has the files of one of the
    inputs if other cores list them already.
    """
    now = now_ms(screen)
    found = _gather(state, options, screen, now // DAY_MS, listing)
    state.begin(now, options.scope, everything=options.everything, configured=options.configured)
    most = options.manner.most_per_run
    state.queue.ready(now, everything=options.everything, feeds=found.urls, most=most, keep=keep)
    if found.unknown:
        screen.note(f"note: {counted(found.unknown, 'file')} of other types not read")
    if state.queue.is_empty():
        raise InputError(f"nothing to check: {counted(found.documents, 'document')} read, no link in them")
    return found.urls


@dataclass(slots=True)
class _Found:
    """What was found among the inputs: how many documents, and files of unknown types, and the URLs."""

    documents: int = 0
    unknown: int = 0
    urls: list[str] = field(default_factory=list)


def _gather(state: State, options: CheckOptions, screen: Screen, day: int, listing: Listing | None) -> _Found:
    """Let the state know what is in all inputs, as far as it does not know it from an earlier run."""
    own, filters = options.manner.own_proxies, options.filters
    made = made_of(options.kind, options.base_url, repr((sorted(own.items()), sorted(filters.kinds), filters.include,
                                                         sorted(filters.exclude.items()))))  # fmt: skip
    found = _Found()
    with screen.reading() as progress, state.documents.taken(made, day) as put:
        for document in gather(
            options.inputs,
            known=state.documents.known(made),
            digest=partial(digest, plan=partial(plan, filters=filters), own=own),
            kind=options.kind,
            base_url=options.base_url,
            progress=progress,
            listing=listing,
        ):
            if document.trouble is not None:
                screen.say(document.trouble)
            if document.url:
                found.urls.append(document.url)
            found.unknown += document.unknown
            if document.is_read:
                found.documents += not document.unknown
                put(document)
    return found


def now_ms(screen: Screen) -> int:
    """Return the time as milliseconds since 1970."""
    return to_epoch_ms(screen.now())
