"""A run's queue is filled: documents are read as far as they are not known."""

from tests.commands.checking import MakeArchive, Site
from tests.making import mirror


def test_what_was_found_in_documents_is_shown_again_until_they_change(archive: MakeArchive, web: Site) -> None:
    kept = archive(a=mirror(f'<a href="{web.moved()}">x</a>', link=web.fine()))
    first = kept.check("--all")
    second = kept.check("--all")
    third = archive(a=mirror(f'<a href="{web.gone()}">x</a>', link=web.fine())).check("--all")
    assert [row["sources"] for row in second.rows.values()] == [row["sources"] for row in first.rows.values()]
    assert list(third.rows) == [web.url("/fine"), web.url("/gone")]


def test_what_a_filter_left_out_is_there_again_without_it(archive: MakeArchive, web: Site) -> None:
    kept = archive(a=mirror(f'<a href="{web.moved()}">x</a>', link=web.fine()))
    before = kept.check("--all")
    filtered = kept.check("--all", "--exclude", "*/moved")
    assert filtered.rows[web.url("/moved")]["reason"] == "excluded"
    assert list(kept.check("--all").rows) == list(before.rows)
    assert kept.check("--all").rows[web.url("/moved")]["verdict"] == "moved"
