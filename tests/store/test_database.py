"""The state's file: what is refused, what is set aside, what an older version left."""

import os
import sqlite3
import tempfile
from contextlib import closing
from pathlib import Path

import pytest

from feedtool.errors import InputError
from feedtool.judge.over_time import DAY_MS
from feedtool.judge.verdict import Verdict
from feedtool.state.state import State
from feedtool.store.database import VERSION, Database, open_database
from tests.checker.fakes import references, wanted
from tests.state.making import FINE, GONE, LAPSED, MOVED, NOW, SILENT, SLOW, A, B, C, asked, begun, ended, rows, stopped


@pytest.mark.parametrize("number", [0, 1, 63, 64, 65, 200])
def test_all_rows_are_inserted_in_their_order_however_many_there_are(file: Path, number: int) -> None:
    written = [(at, f"{at}.example:443") for at in range(1, number + 1)]
    file.parent.mkdir()
    with closing(open_database(file, print)) as db:
        db.insert("server", written)
        assert db.execute("SELECT id, name FROM server ORDER BY rowid").fetchall() == written


@pytest.mark.parametrize("damage", ["garbage", "hole", "cut"])
def test_a_damaged_state_is_set_aside_with_a_clear_word(file: Path, damage: str) -> None:
    with closing(begun(file, *(f"https://a.example/{number}" for number in range(500)))) as state:
        state.end(NOW, complete=True)
    data = bytearray(file.read_bytes())
    if damage == "garbage":
        data = bytearray(b"\x00\xff" * 5000)
    elif damage == "hole":
        data[4096 : len(data) - 4096] = b"\xa5" * (len(data) - 8192)
    else:
        del data[len(data) // 2 :]
    file.write_bytes(data)
    said: list[str] = []
    with closing(State.open(file, say=said.append)) as state:
        assert state.memory.history(A) is None
    assert file.with_name("state.sqlite3.damaged-1").read_bytes() == data
    assert "damaged; set aside as state.sqlite3.damaged-1" in said[0]


def test_a_newer_state_is_refused(file: Path) -> None:
    begun(file, A).close()
    with closing(sqlite3.connect(file)) as db:
        db.execute(f"PRAGMA user_version = {VERSION + 1}")
    before = file.read_bytes()
    for opened in (State.open, State.read, State.copy):
        with pytest.raises(InputError, match="made by a newer feedtool"):
            opened(file)
    assert file.read_bytes() == before


def test_the_database_of_another_program_is_refused(file: Path) -> None:
    file.parent.mkdir()
    with closing(sqlite3.connect(file)) as db:
        db.execute("CREATE TABLE history (x)")
    before = file.read_bytes()
    for opened in (State.open, State.read, State.copy):
        with pytest.raises(InputError, match="another program"):
            opened(file)
    assert file.read_bytes() == before
    assert [one.name for one in file.parent.iterdir()] == [file.name]


_VERSION_5 = "ALTER TABLE target DROP COLUMN media; PRAGMA user_version = 5;"
# What version 4 of the schema had instead of what is kept of documents from run to run.
_VERSION_4 = """
CREATE TABLE old_job (run_id INTEGER NOT NULL, target_id INTEGER NOT NULL, host TEXT NOT NULL, todo INTEGER NOT NULL,
                      image INTEGER NOT NULL, PRIMARY KEY (target_id, run_id)) WITHOUT ROWID;
INSERT INTO old_job SELECT run_id, target_id, name, todo, image FROM job JOIN server ON server.id = server_id;
CREATE TABLE old_document (id INTEGER PRIMARY KEY, run_id INTEGER NOT NULL, path TEXT NOT NULL);
INSERT INTO old_document SELECT document.id, run_id, path FROM listed JOIN document ON document.id = document_id;
CREATE TABLE old_link (id INTEGER PRIMARY KEY, run_id INTEGER NOT NULL, url TEXT NOT NULL, target_id INTEGER,
                       fragment TEXT NOT NULL, kind INTEGER NOT NULL, settled BLOB, UNIQUE (url, run_id));
INSERT INTO old_link SELECT link.id, run_id, coalesce(link.url, target.url), target_id, fragment, min(kind), settled
    FROM listed JOIN place USING (document_id) JOIN link ON link.id = link_id
    LEFT JOIN target ON target.id = target_id GROUP BY run_id, row;
CREATE TABLE old_place (link_id INTEGER NOT NULL, document_id INTEGER NOT NULL, line INTEGER NOT NULL,
                        column INTEGER NOT NULL, text TEXT NOT NULL, kind INTEGER NOT NULL);
INSERT INTO old_place SELECT old_link.id, document_id, line, column, text, link.kind
    FROM place JOIN link ON link.id = link_id LEFT JOIN target ON target.id = link.target_id
    JOIN old_link ON old_link.url = coalesce(link.url, target.url) ORDER BY document_id, number;
DROP TABLE job; DROP TABLE document; DROP TABLE link; DROP TABLE place; DROP TABLE listed; DROP TABLE server;
DROP TABLE closed;
ALTER TABLE old_job RENAME TO job;
ALTER TABLE old_document RENAME TO document;
ALTER TABLE old_link RENAME TO link;
ALTER TABLE old_place RENAME TO place;
CREATE INDEX job_by_host ON job (host, run_id, todo, target_id) WHERE todo > 0;
CREATE INDEX link_by_target ON link (target_id, run_id, fragment) WHERE fragment != '';
CREATE INDEX place_by_link ON place (link_id);
DROP INDEX target_with_image_behind;
ALTER TABLE target DROP COLUMN server_id;
ALTER TABLE target DROP COLUMN asked_id;
ALTER TABLE target DROP COLUMN behind_id;
PRAGMA user_version = 4;
"""
# What version 3 of the schema lacked.
_VERSION_3 = """
UPDATE link SET kind = CASE kind WHEN 0 THEN 0 WHEN 2 THEN 1 WHEN 3 THEN 2 WHEN 5 THEN 3 ELSE 4 END;
ALTER TABLE place DROP COLUMN kind;
DROP INDEX target_unlinked;
ALTER TABLE target DROP COLUMN title;
ALTER TABLE target DROP COLUMN unlinked_day;
ALTER TABLE target DROP COLUMN lapsed_ms;
ALTER TABLE answer DROP COLUMN died;
ALTER TABLE run DROP COLUMN configured;
PRAGMA user_version = 3;
"""
# What version 2 of the schema had instead of the tables whose rows carry the number of their run.
_VERSION_2 = """
CREATE TABLE old_job (target_id INTEGER PRIMARY KEY, host TEXT NOT NULL, todo INTEGER NOT NULL, image INTEGER NOT NULL);
CREATE TABLE old_answer (target_id INTEGER PRIMARY KEY, outcome BLOB NOT NULL, session INTEGER NOT NULL,
                         wants TEXT NOT NULL);
CREATE TABLE old_document (id INTEGER PRIMARY KEY, path TEXT NOT NULL);
CREATE TABLE old_link (id INTEGER PRIMARY KEY, url TEXT NOT NULL UNIQUE, target_id INTEGER, fragment TEXT NOT NULL,
                       kind INTEGER NOT NULL, settled BLOB);
INSERT INTO old_job SELECT target_id, host, todo, image FROM job;
INSERT INTO old_answer SELECT target_id, coalesce(concluded, outcome), session, wants FROM answer;
INSERT INTO old_document SELECT id, path FROM document;
INSERT INTO old_link SELECT id, url, target_id, fragment, kind, settled FROM link;
DROP TABLE job; DROP TABLE answer; DROP TABLE document; DROP TABLE link;
ALTER TABLE old_job RENAME TO job;
ALTER TABLE old_answer RENAME TO answer;
ALTER TABLE old_document RENAME TO document;
ALTER TABLE old_link RENAME TO link;
CREATE INDEX job_by_host ON job (host, todo, target_id) WHERE todo > 0;
CREATE INDEX link_by_target ON link (target_id, fragment) WHERE fragment != '';
ALTER TABLE run DROP COLUMN untold_ms;
PRAGMA user_version = 2;
"""
_VERSION_1 = """
ALTER TABLE run DROP COLUMN inputs;
ALTER TABLE run DROP COLUMN everything;
ALTER TABLE target DROP COLUMN feed;
ALTER TABLE change DROP COLUMN suggestion;
DROP TABLE finding; DROP TABLE failure; DROP TABLE line; DROP TABLE part;
PRAGMA user_version = 1;
"""


def become(file: Path, *scripts: str) -> None:
    with closing(sqlite3.connect(file)) as db:
        for script in scripts:
            db.executescript(script)


def test_a_state_of_the_first_schema_is_taken_along(file: Path) -> None:
    ended(file, A, B, a=MOVED, b=GONE).close()
    become(file, _VERSION_4, _VERSION_3, _VERSION_2, _VERSION_1)
    with closing(ended(file, A, B, day=1, b=GONE)) as state:
        past = {row.url: row.past for row in state.results.rows()}
        assert past[B].failures == 2
        assert state.results.failed_before() == {}


def test_a_state_of_the_fifth_schema_keeps_all_it_knows(file: Path) -> None:
    ended(file, A, B, b=GONE).close()
    become(file, _VERSION_5)
    with closing(ended(file, A, B, day=1, b=GONE)) as state:
        assert {row.url: row.past.failures for row in state.results.rows()} == {A: 0, B: 2}


def test_a_state_of_the_fourth_schema_keeps_all_it_knows(file: Path) -> None:
    urls = (A, B, f"{C}#part", f"{C}#other", "mailto:x@y.example", "https://i0.wp.com/a.example/x.png")
    ended(file, *urls, a=MOVED, b=GONE).close()
    with closing(ended(file, *urls, day=1, a=MOVED, c=SLOW)) as state:
        before = list(state.results.rows())
        known = list(state.memory.known())
        failed = state.results.failed_before()
        history = state.memory.history(B)
    become(file, _VERSION_4)
    with closing(State.open(file)) as state:
        assert state.results.show_last() is not None
        assert list(state.results.rows()) == before
        assert list(state.memory.known()) == known
        assert state.results.failed_before() == failed
        assert state.memory.history(B) == history
    with closing(ended(file, *urls, day=2, a=MOVED, c=SLOW)) as state:
        assert [row.past.failures for row in state.results.rows() if row.url.startswith(C)] == [2, 2]


def test_a_name_that_lapsed_before_the_fourth_schema_is_known_to_have(file: Path) -> None:
    ended(file, A, B, b=LAPSED).close()
    become(file, _VERSION_4, _VERSION_3)
    with closing(State.open(file)) as state:
        past = {url: past for url, past, _ in state.memory.known()}
        assert past[A].lapsed_ms is None
        assert past[B].lapsed_ms == past[B].changed_ms


def test_a_state_of_the_second_schema_is_read_as_it_is(file: Path) -> None:
    with closing(ended(file, A, B, f"{C}#part", "mailto:x@y.example", a=MOVED, b=GONE)) as state:
        before = list(state.results.rows())
    become(file, _VERSION_4, _VERSION_3, _VERSION_2)
    data = file.read_bytes()
    with closing(State.read(file)) as state:
        assert state.results.show_last() is not None
        assert list(state.results.rows()) == before
    assert file.read_bytes() == data, "a reader changes nothing"


def test_a_state_of_the_second_schema_is_checked_on(file: Path) -> None:
    with closing(ended(file, A, B, f"{C}#part", a=MOVED, b=GONE)) as state:
        before = list(state.results.rows())
    become(file, _VERSION_4, _VERSION_3, _VERSION_2)
    with closing(ended(file, A, B, f"{C}#part", day=1, b=GONE)) as state:
        assert state.results.failed_before() == {B: Verdict.BROKEN}
        assert [row.past.failures for row in state.results.rows()] == [0, 2, 0]
    with closing(sqlite3.connect(file)) as db:
        assert db.execute("PRAGMA user_version").fetchone() == (VERSION,)
        assert db.execute("SELECT DISTINCT run_id FROM listed").fetchall() == [(2,)], "one run's documents are kept"
    assert len(before) == 3


def test_a_stopped_run_of_the_second_schema_is_gone_on_with(file: Path) -> None:
    stopped(file, (A, FINE), (B, SILENT))
    become(file, _VERSION_4, _VERSION_3, _VERSION_2)
    with closing(begun(file, A, B, C)) as state:
        assert asked(state) == [C], "silence beside an answer counts"
    file.unlink()
    stopped(file, (A, SILENT), (B, SILENT))
    become(file, _VERSION_4, _VERSION_3, _VERSION_2)
    with closing(begun(file, A, B, C)) as state:
        assert asked(state) == [A, B, C], "silence alone does not"


@pytest.mark.parametrize("damage", ["garbage", "hole"])
def test_a_reader_refuses_a_damaged_state_and_leaves_it_where_it_is(file: Path, damage: str) -> None:
    ended(file, *(f"https://a.example/{number}" for number in range(500))).close()
    data = bytearray(file.read_bytes())
    data[0 if damage == "garbage" else 4096 : -4096] = b"\xa5" * (len(data) - (4096 if damage == "garbage" else 8192))
    file.write_bytes(data)
    with pytest.raises(InputError, match="damaged; 'feedtool check' sets it aside"):
        State.read(file)
    assert file.read_bytes() == data


def test_a_reader_refuses_a_file_that_is_no_database(tmp_path: Path) -> None:
    path = tmp_path / "notes.txt"
    path.write_text("what I want to remember " * 500)
    for opened in (State.open, State.read):
        with pytest.raises(InputError, match=r"notes\.txt: this is not a state of links"):
            opened(path)
    assert path.read_text() == "what I want to remember " * 500
    assert [one.name for one in tmp_path.iterdir()] == ["notes.txt"]


@pytest.mark.skipif(not hasattr(os, "seteuid"), reason="no such rights there")
def test_a_state_in_a_folder_that_cannot_be_written_is_read() -> None:
    with tempfile.TemporaryDirectory() as name:
        path = Path(name, "state.sqlite3")
        ended(path, A, B, b=GONE).close()
        path.chmod(0o444)
        path.parent.chmod(0o555)
        was = os.geteuid()
        try:
            if was == 0:  # who may write anywhere
                os.seteuid(65534)
            with closing(State.read(path)) as state:
                assert state.results.show_last() is not None
                assert rows(state) == {A: "ok/ok", B: "broken/http-404"}
        finally:
            os.seteuid(was)
            path.parent.chmod(0o755)


def test_whatever_is_done_with_a_copy_the_state_stays_as_it_is(file: Path) -> None:
    ended(file, A, B, b=GONE).close()
    before = file.read_bytes()
    with closing(State.copy(file)) as state:
        state.begin(NOW + 5 * DAY_MS)
        state.queue.add("a.md", references(C), wanted)
        state.queue.ready(NOW + 5 * DAY_MS)
        assert asked(state) == [C]
    assert file.read_bytes() == before
    assert [one.name for one in file.parent.iterdir()] == [file.name]


@pytest.mark.untraced
def test_a_state_that_forgot_much_is_hardly_larger_than_a_new_one(file: Path, tmp_path: Path) -> None:
    names = [f"h{number * 7919 % 6007}" for number in range(6000)]
    urls = [f"https://{name}.example/a-story-with-a-name-of-the-usual-length" for name in names]
    for day in range(6):  # two thirds of the links are replaced meanwhile
        ended(file, *urls[day * 800 : day * 800 + 2000], day=day).close()
    ended(file, *urls[4000:], day=97).close()
    new = tmp_path / "new.sqlite3"
    ended(new, *urls[4000:], day=97).close()
    assert file.stat().st_size < 1.1 * new.stat().st_size


def test_a_state_gives_room_back_that_it_does_not_need_any_more(file: Path) -> None:
    urls = [f"https://h{number}.example/a-story-with-a-name-of-the-usual-length" for number in range(3000)]
    ended(file, *urls).close()
    first = file.stat().st_size
    for day in (1, 2, 93, 94):
        ended(file, *urls[:100], day=day).close()
    assert file.stat().st_size < first / 4


def test_the_log_of_a_state_that_was_changed_is_written_into_it_once(file: Path) -> None:
    state = begun(file, A)
    made: list[str] = []
    state.documents._db.set_trace_callback(made.append)
    state.close()
    assert [one for one in made if "checkpoint" in one or "INTO closed" in one] == [
        next(one for one in made if "INTO closed" in one),
        "PRAGMA wal_checkpoint(TRUNCATE)",
    ]
    with closing(sqlite3.connect(file)) as db:
        assert db.execute("SELECT at_ns FROM closed").fetchall() == [(file.stat().st_mtime_ns,)]


@pytest.mark.parametrize("before", [False, True])
@pytest.mark.parametrize("little", [False, True])
def test_half_a_change_is_none_where_there_is_no_file(little: bool, before: bool) -> None:
    def change(db: Database) -> None:
        with db.writing(little=little):
            db.execute("UPDATE server SET name = 'x' || name")
            raise KeyboardInterrupt

    with closing(open_database(None, print)) as db:
        with db.writing(little=before):
            db.executemany("INSERT INTO server VALUES (?, ?)", [(number, f"{number}") for number in range(1000)])
        with pytest.raises(KeyboardInterrupt):
            change(db)
        assert db.execute("SELECT count(*) FROM server WHERE name LIKE 'x%'").fetchone() == (0,)
        assert db.execute("PRAGMA integrity_check").fetchone() == ("ok",)


@pytest.mark.parametrize("damaged", [1, 2])
def test_a_damaged_text_is_mended_where_it_is_read_and_ends_no_change(file: Path, damaged: int) -> None:
    file.parent.mkdir()
    with closing(open_database(file, print)) as db, db.writing():
        db.execute("CREATE TABLE word (number INTEGER, word TEXT)")
        db.execute("INSERT INTO word VALUES (1, 'mill'), (2, 'mill')")
        db.execute("UPDATE word SET word = CAST(x'6dff' AS TEXT) WHERE number = ?", (damaged,))
        words = dict(db.rows("SELECT number, word FROM word"))
        assert words == {1: "mill", 2: "mill", damaged: "m\ufffd"}
        assert db.in_transaction


@pytest.mark.parametrize(
    "statement", ["SELECT stop()", "SELECT 1 WHERE stop()", "SELECT stop() FROM (SELECT 1 UNION SELECT 2)"]
)
def test_an_interrupt_in_a_function_that_a_statement_calls_is_one(file: Path, statement: str) -> None:
    def stop() -> None:
        raise KeyboardInterrupt

    file.parent.mkdir()
    with closing(open_database(file, print)) as db:
        db.add_function("stop", 0, stop)
        for executed in (db.execute, db.rows):
            with pytest.raises(KeyboardInterrupt):
                executed(statement)
        assert db.rows("SELECT 1") == [(1,)]
