import hashlib
import json
import os
import shutil
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from feedtool import cores, stamps
from feedtool.builds.built import Built
from feedtool.commands.build import build
from feedtool.config.keys import Config
from feedtool.dates import from_epoch_ms, to_epoch_ms
from feedtool.errors import InputError, OutputError
from tests.commandline import feedtool
from tests.conftest import ROOT, SEED
from tests.making import NOW, bare, blockless, mirror

Seeds = Callable[..., Path]
NAMES = ("atom.xml", "rss.xml", "feed.json", "index.html", "feed.css", "icon.png")


def run(seeds: Path, output: Path, *, check: bool = False, **chosen: object) -> Built:
    return build(Config(seeds=seeds, output=output, **chosen), now=NOW, check=check)  # type: ignore[arg-type]


def items(output: Path) -> list[dict[str, object]]:
    return list(json.loads((output / "feed.json").read_text("utf-8"))["items"])


def test_the_projects_seed_becomes_three_feeds_and_a_page(tmp_path: Path) -> None:
    built = run(ROOT / "seeds", tmp_path)
    assert (built.articles, built.in_feed, built.older, built.folded, built.changed) == (1, 1, 0, 0, NAMES)
    item = items(tmp_path)[0]
    assert item["title"] == "拜登卸任前重拳出击中国AI软肋 特朗普对中国的科技封控或更强硬"
    assert item["date_published"] == "2024-12-04T02:25:26Z"
    assert item["date_modified"] == "2024-12-04T02:39:03Z"
    assert item["_feedtool"] == {"published_ms": 1733279126000, "updated_ms": 1733279943000, "source": "voachinese.com"}


def test_the_seeds_content_is_clean(tmp_path: Path) -> None:
    run(ROOT / "seeds", tmp_path)
    content = str(items(tmp_path)[0]["content_html"])
    assert content.startswith('<figure><img src="https://images.weserv.nl/?url=gdb.voanews.com/c77f05fc-')
    assert "<figcaption>2022年8月9日，美国总统拜登" in content
    assert "utm_campaign=tw&amp;utm_content=&amp;utm_medium=social&amp;utm_source=twitter" in content
    for gone in ("1733279943000", "Wed, 04 Dec", "------", "<small", "style=", "target="):
        assert gone not in content


def test_many_articles_become_what_they_become_on_one_core(
    seeds: Seeds, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = seeds(**{f"a{number}": mirror(link=f"https://a.example/{number}") for number in range(60)})
    run(folder, tmp_path / "many")
    monkeypatch.setattr(cores, "cores", lambda: 1)
    run(folder, tmp_path / "one")
    assert [(tmp_path / "many" / name).read_bytes() for name in NAMES] == [
        (tmp_path / "one" / name).read_bytes() for name in NAMES
    ]


def test_every_article_is_accounted_for(seeds: Seeds, tmp_path: Path) -> None:
    folder = seeds(
        a=mirror(link="https://a.example/1"),
        b=mirror(link="https://a.example/1#again"),
        c=bare(link="https://a.example/2"),
        d=blockless(link="https://a.example/3"),
        e=bare(link="https://a.example/4", epoch="NaN", header=""),
        README="# no article",
        **{"data.json": "[]"},
    )
    built = run(folder, tmp_path / "feeds", max_entries=2)
    assert (built.articles, built.in_feed, built.older, built.folded) == (4, 2, 1, 1)
    assert sum(built.catalogue.skipped.values()) == 2
    assert [(location, problem.code, problem.line) for location, problem in built.catalogue.bad] == [
        (f"{folder.as_posix()}/e.md", "date-missing", 1)
    ]


def test_the_same_content_under_two_links_stays_two_entries(seeds: Seeds, tmp_path: Path) -> None:
    one, film = mirror(title="题"), "https://www.youtube.com/watch?v="
    folder = seeds(
        a=one,
        other_domain=one.replace("example.org", "example.net"),
        other_moment=mirror(
            title="题", link="https://example.org/b", date="2020-10-08T17:41:21.000Z", epoch="1602178881000"
        ),
        film=mirror(title="题", link=f"{film}1"),
        same_film_again=mirror(title="题", link=f"{film}2"),
    )
    assert run(folder, tmp_path / "feeds").in_feed == 5


def test_a_second_build_touches_nothing(seeds: Seeds, tmp_path: Path) -> None:
    folder = seeds(a=mirror())
    run(folder, tmp_path / "feeds")
    before = {name: os.stat(tmp_path / "feeds" / name) for name in NAMES}
    assert run(folder, tmp_path / "feeds").changed == ()
    assert {name: os.stat(tmp_path / "feeds" / name).st_mtime_ns for name in NAMES} == {
        name: stat.st_mtime_ns for name, stat in before.items()
    }


def test_check_tells_what_is_not_up_to_date_and_writes_nothing(seeds: Seeds, tmp_path: Path) -> None:
    folder = seeds(a=mirror())
    assert run(folder, tmp_path / "feeds", check=True).changed == NAMES
    assert not (tmp_path / "feeds").exists()
    run(folder, tmp_path / "feeds")
    assert run(folder, tmp_path / "feeds", check=True).changed == ()
    (tmp_path / "feeds" / "rss.xml").write_bytes(b"old")
    assert run(folder, tmp_path / "feeds", check=True).changed == ("rss.xml",)
    assert (tmp_path / "feeds" / "rss.xml").read_bytes() == b"old"


def test_a_later_edition_without_text_does_not_replace_the_article(seeds: Seeds, tmp_path: Path) -> None:
    for number, body in enumerate(("", "标题", "该内容已被发布者删除", "<h1>404</h1><p>Page not found</p>")):
        folder = seeds(
            old=mirror("<p>三月的上海</p>" * 9 + '<img src="https://a.example/1.jpg">'),
            new=mirror(body, epoch="1602279880000"),
            same_epoch=mirror(body),
        )
        output = tmp_path / str(number)
        assert run(folder, output).folded == 2
        (item,) = items(output)
        assert str(item["content_html"]).count("三月的上海") == 9, body
        assert item["image"] == "https://a.example/1.jpg"


def test_editions_have_one_id_whichever_wins(seeds: Seeds, tmp_path: Path) -> None:
    first = mirror("文", title="题", link="https://matters.news/@a/x-zdpu1")
    folder = seeds(a=first)
    run(folder, tmp_path / "feeds")
    (before,) = items(tmp_path / "feeds")
    (folder / "b.md").write_text(mirror("文" * 9, title="题", link="https://matters.news/@a/x-bafy22"))
    run(folder, tmp_path / "feeds")
    (after,) = items(tmp_path / "feeds")
    assert after["id"] == before["id"] == "https://matters.news/@a/x-zdpu1"
    assert after["url"] == "https://matters.news/@a/x-bafy22"


def test_the_front_matter_can_give_an_entry_its_id(seeds: Seeds, tmp_path: Path) -> None:
    run(seeds(a=mirror().replace("author:", "id: tag:example.org,2026:a\nauthor:")), tmp_path / "feeds")
    (item,) = items(tmp_path / "feeds")
    assert (item["id"], item["url"]) == ("tag:example.org,2026:a", "https://example.org/a")


def test_an_article_of_the_future_does_not_stand_on_top_and_is_not_the_feeds_date(seeds: Seeds, tmp_path: Path) -> None:
    folder = seeds(
        now=mirror(link="https://a.example/now"),
        future=mirror(link="https://a.example/future", date="2099-01-01T00:00:00.000Z", epoch="4070908800000"),
    )
    built = run(folder, tmp_path / "feeds")
    assert [item["id"] for item in items(tmp_path / "feeds")] == ["https://a.example/now", "https://a.example/future"]
    assert json.loads((tmp_path / "feeds" / "feed.json").read_text("utf-8"))["_feedtool"]["updated_ms"] == 1602178880000
    assert (built.ahead, built.held_back) == (1, 0)
    due = build(Config(folder, tmp_path / "feeds"), now=from_epoch_ms(4070908800000))
    assert [item["id"] for item in items(tmp_path / "feeds")] == ["https://a.example/future", "https://a.example/now"]
    assert due.ahead == 0


def test_a_date_in_the_future_gives_way_to_the_epoch(seeds: Seeds, tmp_path: Path) -> None:
    epoch = to_epoch_ms(NOW) - 60_000
    folder = seeds(a=mirror(date="2026-03-01T00:00:00.000Z", epoch=str(epoch)))
    built = run(folder, tmp_path / "feeds")
    (item,) = items(tmp_path / "feeds")
    assert item["_feedtool"]["published_ms"] == item["_feedtool"]["updated_ms"] == epoch  # type: ignore[index]
    assert "date-in-future" in {problem.code for _, problem in built.catalogue.warnings}


def test_which_limit_cut_the_feed_is_known(seeds: Seeds, tmp_path: Path) -> None:
    folder = seeds(**{name: mirror("文" * 3000, link=f"https://a.example/{name}") for name in "abc"})
    assert not run(folder, tmp_path / "all").full
    assert not run(folder, tmp_path / "two", max_entries=2).full
    built = run(folder, tmp_path / "small", max_bytes=25_000)
    assert (built.full, built.in_feed, built.older, built.summaries) == (True, 2, 1, 0)
    assert run(folder, tmp_path / "short", max_bytes=10_000).summaries == 3
    assert run(folder, tmp_path / "none", max_bytes=1500).too_large == 3


def test_the_clock_only_decides_what_lies_in_the_future(seeds: Seeds, tmp_path: Path) -> None:
    folder = seeds(a=bare())
    then = build(Config(folder, tmp_path / "one"), now=from_epoch_ms(0))
    now = build(Config(folder, tmp_path / "two"), now=NOW)
    assert [problem.code for _, problem in then.catalogue.warnings] == ["date-in-future"]
    assert now.catalogue.warnings == []
    for name in NAMES:
        assert (tmp_path / "one" / name).read_bytes() == (tmp_path / "two" / name).read_bytes()


def test_one_hostile_article_costs_no_other(seeds: Seeds, tmp_path: Path) -> None:
    folder = seeds(
        good=mirror(link="https://a.example/good"),
        control=bare(title="a\x08\x00\ufffe", link="https://a.example/control"),
        deep=bare("<div>" * 100_000 + "x", link="https://a.example/deep"),
        binary=bytes(range(256)) * 40,
        script=bare("<script>alert(1)</script>", title="<script>x</script>", link="https://a.example/script"),
        cut=mirror(link="https://a.example/cut").encode()[:-20] + b"\xe6",
    )
    built = run(folder, tmp_path / "feeds")
    assert {item["id"] for item in items(tmp_path / "feeds")} >= {
        f"https://a.example/{name}" for name in ("good", "control", "deep", "script", "cut")
    }
    assert {problem.code for _, problem in built.catalogue.warnings} >= {"characters", "bounds"}


def test_without_any_article_nothing_is_written(seeds: Seeds, tmp_path: Path) -> None:
    built = run(seeds(README="# no article"), tmp_path / "feeds")
    assert built.in_feed == 0
    assert not (tmp_path / "feeds").exists()


@pytest.mark.parametrize("make", ["nothing", "empty", "file"])
def test_the_first_run_without_a_folder_of_articles_says_what_to_do(tmp_path: Path, make: str) -> None:
    folder = tmp_path / "seeds"
    if make == "empty":
        folder.mkdir()
    elif make == "file":
        shutil.copy(SEED, folder)
    with pytest.raises(InputError, match="your articles"):
        run(folder, tmp_path / "feeds")


def test_a_file_in_the_place_of_the_feeds_is_an_error(seeds: Seeds, tmp_path: Path) -> None:
    (tmp_path / "feeds").write_text("x")
    with pytest.raises(OutputError, match="a file stands where the folder"):
        run(seeds(a=mirror()), tmp_path / "feeds")


def test_a_feed_that_would_lose_most_of_its_articles_is_left_as_it_is(seeds: Seeds, tmp_path: Path) -> None:
    folder = seeds(**{name: mirror(link=f"https://a.example/{name}") for name in "abcde"})
    run(folder, tmp_path / "feeds")
    old = (tmp_path / "feeds" / "atom.xml").read_bytes()
    for name in "abc":
        (folder / f"{name}.md").unlink()
    refused = run(folder, tmp_path / "feeds")
    assert (refused.refused, refused.lost, refused.changed) == (True, 3, ())
    assert (tmp_path / "feeds" / "atom.xml").read_bytes() == old
    allowed = build(Config(folder, tmp_path / "feeds"), now=NOW, allow_shrink=True)
    assert allowed.changed == NAMES[:4]  # all that say what the articles are


def test_articles_that_grow_old_are_not_lost(seeds: Seeds, tmp_path: Path) -> None:
    folder = seeds(**{name: mirror(link=f"https://a.example/{name}") for name in "ab"})
    run(folder, tmp_path / "feeds", max_entries=2)
    seeds(**{name: bare(link=f"https://a.example/{name}") for name in "cd"})
    assert run(folder, tmp_path / "feeds", max_entries=2).lost == 0


def test_a_broken_feed_in_place_is_no_reason_to_refuse(seeds: Seeds, tmp_path: Path) -> None:
    (tmp_path / "feeds").mkdir()
    (tmp_path / "feeds" / "feed.json").write_bytes(b"{broken")
    assert run(seeds(a=mirror()), tmp_path / "feeds").changed == NAMES


def test_the_corpus_is_published(corpus: Path, tmp_path: Path) -> None:
    built = run(corpus, tmp_path)
    assert built.articles == built.in_feed + built.older + built.folded
    assert built.articles + sum(built.catalogue.skipped.values()) == sum(len(names) for _, _, names in os.walk(corpus))
    assert built.catalogue.bad == []
    assert max((tmp_path / name).stat().st_size for name in NAMES[:3]) <= 500_000
    assert {problem.code for _, problem in built.catalogue.warnings} == {"characters", "front-matter"}


def test_one_endless_title_or_link_costs_no_other(seeds: Seeds, tmp_path: Path) -> None:
    folder = seeds(
        title=bare(title="t" * 1_000_000, link="https://a.example/title"),
        link=bare(link="https://a.example/" + "x" * 1_000_000, title="long link"),
        names=bare(
            header="<div><i>" + ",".join(f"{n}" + "x" * 50 for n in range(30)) + "<br>2024-12-04</i></div>",
            link="https://a.example/names",
        ),
        old=mirror(link="https://a.example/old"),
    )
    built = run(folder, tmp_path / "feeds")
    assert (built.articles, built.in_feed) == (4, 4)


def test_a_reference_of_5000_digits_costs_no_other(seeds: Seeds, tmp_path: Path) -> None:
    number = "&#" + "9" * 5000 + ";"
    folder = seeds(
        a=bare(f'<a href="{number}">x</a><img src="{number}">{number}', title=number),
        b=mirror(link="https://a.example/b"),
    )
    assert run(folder, tmp_path / "feeds").in_feed == 2


def test_check_writes_nothing_at_all(seeds: Seeds, tmp_path: Path) -> None:
    config = Config(seeds(a=mirror()), tmp_path / "feeds", cache=tmp_path / ".feedtool")
    build(config, now=NOW, check=True)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["seeds"]


@pytest.mark.parametrize("name", ["esc\x1b.md", "x\ufffe.md", "n\x9b\u202e.md"])
def test_a_file_name_that_becomes_a_title_is_plain_text(seeds: Seeds, tmp_path: Path, name: str) -> None:
    folder = seeds(good=mirror())
    (folder / name).write_text(bare(title="", link="javascript:x", body=""), "utf-8")
    assert run(folder, tmp_path / "feeds").in_feed == 2


@pytest.mark.timed
def test_blocks_repeated_without_end_take_no_time(seeds: Seeds, tmp_path: Path) -> None:
    started = time.process_time()
    run(seeds(a=bare().partition("<div>")[0] + "<!---->\n[a](b)\n---\n" * 35_000), tmp_path / "feeds")
    assert time.process_time() - started < 5


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="permissions do not bind this user")
def test_a_subfolder_that_cannot_be_read_costs_only_its_own_files(seeds: Seeds, tmp_path: Path) -> None:
    folder = seeds(a=mirror(), d__b=mirror(link="https://a.example/2"))
    (folder / "d").chmod(0)
    try:
        built = run(folder, tmp_path / "feeds")
    finally:
        (folder / "d").chmod(0o700)
    assert built.in_feed == 1
    assert [problem.code for _, problem in built.catalogue.bad] == ["unreadable"]


def test_a_subfolder_that_cannot_be_listed_costs_only_its_own_files(
    seeds: Seeds, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = seeds(a=mirror(), d__b=mirror(link="https://a.example/2"))
    real = os.scandir

    def refuse(path: str) -> object:
        if str(path).endswith("d"):
            raise PermissionError(13, "Permission denied")
        return real(path)

    monkeypatch.setattr(os, "scandir", refuse)
    built = run(folder, tmp_path / "feeds")
    assert built.in_feed == 1
    assert [(location, problem.code) for location, problem in built.catalogue.bad] == [(f"{folder}/d", "unreadable")]


@pytest.mark.parametrize("old", [b"[" * 100_000, b"{}", b""])
def test_a_broken_feed_in_place_is_replaced(seeds: Seeds, tmp_path: Path, old: bytes) -> None:
    (tmp_path / "feeds").mkdir()
    (tmp_path / "feeds" / "feed.json").write_bytes(old)
    assert run(seeds(a=mirror()), tmp_path / "feeds").in_feed == 1


def test_the_atom_feed_tells_what_would_be_lost_where_there_is_no_json_feed(seeds: Seeds, tmp_path: Path) -> None:
    folder = seeds(**{f"a{number}": mirror(link=f"https://a.example/{number}") for number in range(4)})
    run(folder, tmp_path / "feeds")
    (tmp_path / "feeds" / "feed.json").unlink()
    for number in range(3):
        (folder / f"a{number}.md").unlink()
    assert run(folder, tmp_path / "feeds").refused


def test_file_names_that_cannot_be_remembered_do_not_make_every_build_write_the_cache(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stamps, "_GRAINS_NS", (-1, -1))  # files are taken to be old
    folder = tmp_path / "seeds"
    folder.mkdir()
    (folder / "a.md").write_text(mirror())
    for name in (b"\xff.md", b"\xfe.md"):
        try:
            Path(os.fsdecode(os.fsencode(folder) + b"/" + name)).write_text(
                mirror(link="https://b.example/" + name.hex())
            )
        except OSError:
            pytest.skip("this file system takes no names that are not UTF-8")
    run(folder, tmp_path / "feeds", cache=tmp_path / ".feedtool")
    cache = tmp_path / ".feedtool" / "seeds.cache"
    before = cache.stat().st_mtime_ns
    run(folder, tmp_path / "feeds", cache=tmp_path / ".feedtool")
    assert cache.stat().st_mtime_ns == before


def test_the_landing_page_links_to_the_link_health_page_only_where_it_is_there_and_says_so(
    seeds: Seeds, tmp_path: Path
) -> None:
    output, folder = tmp_path / "feeds", seeds(a=mirror())
    built = run(folder, output, link_health="links.html")
    assert b"links.html" not in (output / "index.html").read_bytes()
    assert [(location, problem.code) for location, problem in built.catalogue.warnings] == [
        ((output / "links.html").as_posix(), "no-link-health-page")
    ]
    (output / "links.html").write_text("<p>All is well.")
    checked = run(folder, output, link_health="links.html", check=True)
    assert checked.changed == ("index.html",)
    assert run(folder, output, link_health="links.html").catalogue.warnings == []
    assert b'href="links.html"' in (output / "index.html").read_bytes()
    assert (output / "links.html").read_text() == "<p>All is well."


def test_without_a_configured_link_health_page_none_is_linked(seeds: Seeds, tmp_path: Path) -> None:
    (tmp_path / "feeds").mkdir()
    (tmp_path / "feeds" / "links.html").write_text("<p>All is well.")
    assert run(seeds(a=mirror()), tmp_path / "feeds").catalogue.warnings == []
    assert b"links.html" not in (tmp_path / "feeds" / "index.html").read_bytes()


def with_page_of_an_earlier_build(output: Path) -> Path:
    """Make a page that no build of today makes, with the manifest that names it."""
    page = output / "old" / "0001.xml"
    page.parent.mkdir(parents=True)
    page.write_bytes(b"page")
    (output / ".manifest").write_text(f"old/0001.xml\t{hashlib.sha256(b'page').hexdigest()}\n")
    return page


def test_what_an_earlier_build_made_and_this_one_does_not_is_removed(seeds: Seeds, tmp_path: Path) -> None:
    folder, output = seeds(a=mirror()), tmp_path / "feeds"
    page = with_page_of_an_earlier_build(output)
    checked = run(folder, output, check=True)
    assert (checked.changed, checked.removed, page.exists()) == (NAMES, ("old/0001.xml", ".manifest"), True)
    built = run(folder, output)
    assert (built.changed, built.removed) == (NAMES, ("old/0001.xml", ".manifest"))
    assert sorted(path.name for path in output.iterdir()) == sorted(NAMES)


def test_a_document_changed_by_hand_stays_and_a_warning_says_so(seeds: Seeds, tmp_path: Path) -> None:
    output = tmp_path / "feeds"
    page = with_page_of_an_earlier_build(output)
    page.write_bytes(b"by hand")
    built = run(seeds(a=mirror()), output)
    assert built.removed == (".manifest",)
    assert [(location, problem.code) for location, problem in built.catalogue.warnings] == [
        (page.as_posix(), "changed-by-hand")
    ]
    assert page.read_bytes() == b"by hand"


def test_a_build_that_is_refused_removes_nothing(seeds: Seeds, tmp_path: Path) -> None:
    folder, output = seeds(**{name: mirror(link=f"https://a.example/{name}") for name in "abc"}), tmp_path / "feeds"
    page = with_page_of_an_earlier_build(output)
    manifest = (output / ".manifest").read_bytes()
    page.rename(tmp_path / "page")
    run(folder, output)
    page.parent.mkdir(exist_ok=True)
    (tmp_path / "page").rename(page)
    (output / ".manifest").write_bytes(manifest)
    for name in "ab":
        (folder / f"{name}.md").unlink()
    assert run(folder, output).refused
    assert page.exists()


def test_without_a_lock_it_makes_no_search_and_says_so(seeds: Seeds, tmp_path: Path) -> None:
    seeds(a=mirror())
    (tmp_path / "feedtool.toml").write_text("search = true\n")
    done = feedtool(tmp_path, "build", "--no-lock")
    assert done.returncode == 0
    assert "feedtool.toml:1:1: search: the search needs the lock" in done.stdout
    assert not (tmp_path / "feeds" / "search.html").exists()


def test_without_pagefind_it_makes_nothing_and_says_what_to_install(
    seeds: Seeds, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "pagefind.service", None)
    seeds(a=mirror())
    (tmp_path / "feedtool.toml").write_text("search = true\n")
    done = feedtool(tmp_path, "build")
    assert done.returncode == 2
    assert "pip install 'pagefind[bin]" in done.stderr
    assert not (tmp_path / "feeds").exists()
