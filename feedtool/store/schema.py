"""The tables of the state's file, and what makes those of an older version the next. Data.

- What is remembered of links: ``target``, ``change``, ``failure``, ``part``, ``made_up`` (by server, a host at a port,
  in its column ``host``), ``line``, and ``run`` with its ``finding``.
- What documents hold: ``document``, ``place``, ``link``, ``server`` (`documents` tells how they change).
- What belongs to a run: ``listed`` (its documents in order), ``job`` (its targets) and ``answer``.
- What the file of a shard has besides (`OF_SHARD`): ``shard``, which it is, ``onward``, what it hands over, and
  ``first_page``, what that is compared with.
"""

from feedtool.store.stored import PAST

VERSION = 6
APPLICATION = 0x66656564  # "feed": what sqlite3 tells of whose file it is

# Made once a file has rows: without them the first ones are there in half the time.
INDICES = (
    "CREATE UNIQUE INDEX IF NOT EXISTS target_by_url ON target (url)",
    "CREATE INDEX IF NOT EXISTS target_with_image_behind ON target (behind_id) WHERE behind_id IS NOT NULL",
    "CREATE INDEX IF NOT EXISTS document_by_path ON document (made, path)",
    "CREATE INDEX IF NOT EXISTS link_by_target ON link (target_id, kind)",
    "CREATE INDEX IF NOT EXISTS link_by_url ON link (url) WHERE url IS NOT NULL",
    "CREATE INDEX IF NOT EXISTS link_with_fragment ON link (target_id, fragment) WHERE fragment != ''",
    "CREATE INDEX IF NOT EXISTS place_by_link ON place (link_id)",
)
JOB_INDEX = "CREATE INDEX job_by_server ON job (server_id, run_id, todo, target_id) WHERE todo > 0"
_OF_DOCUMENTS = f"""
CREATE TABLE server (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE);
CREATE TABLE document (id INTEGER PRIMARY KEY, made BLOB, path TEXT NOT NULL, size INTEGER NOT NULL,
                       mtime_ns INTEGER NOT NULL, ctime_ns INTEGER NOT NULL, text_key BLOB NOT NULL,
                       unknown INTEGER NOT NULL, partial INTEGER NOT NULL, day INTEGER NOT NULL);
CREATE TABLE link (id INTEGER PRIMARY KEY, row INTEGER NOT NULL, url TEXT, target_id INTEGER, fragment TEXT NOT NULL,
                   kind INTEGER NOT NULL, settled BLOB);
CREATE TABLE place (document_id INTEGER NOT NULL, number INTEGER NOT NULL, link_id INTEGER NOT NULL,
                    line INTEGER NOT NULL, column INTEGER NOT NULL, text TEXT NOT NULL,
                    PRIMARY KEY (document_id, number)) WITHOUT ROWID;
CREATE TABLE listed (run_id INTEGER NOT NULL, number INTEGER NOT NULL, document_id INTEGER NOT NULL,
                     PRIMARY KEY (run_id, number)) WITHOUT ROWID;
CREATE TABLE job (run_id INTEGER NOT NULL, target_id INTEGER NOT NULL, server_id INTEGER NOT NULL,
                  todo INTEGER NOT NULL, image INTEGER NOT NULL, fragments TEXT, PRIMARY KEY (target_id, run_id))
    WITHOUT ROWID;
{JOB_INDEX};
"""
_PAST = ", ".join(PAST[2:])
_TARGET_OF_5 = f"""
CREATE TABLE target (id INTEGER PRIMARY KEY, url TEXT NOT NULL, wants TEXT, verdict TEXT, reason TEXT,
                     {", ".join(f"{name} INTEGER" for name in PAST[2:])}, feed INTEGER NOT NULL DEFAULT 0, title TEXT,
                     server_id INTEGER, asked_id INTEGER, behind_id INTEGER);
CREATE INDEX target_unlinked ON target (unlinked_day) WHERE unlinked_day IS NOT NULL;
"""
_TARGET = _TARGET_OF_5.replace("behind_id INTEGER)", "behind_id INTEGER, media TEXT)")
_CLOSED = "CREATE TABLE closed (at_ns INTEGER NOT NULL);"
SCHEMA = f"""
CREATE TABLE run (id INTEGER PRIMARY KEY, began_ms INTEGER NOT NULL, ended_ms INTEGER, complete INTEGER, asked INTEGER,
                  verdicts TEXT, inputs TEXT NOT NULL DEFAULT '', everything INTEGER NOT NULL DEFAULT 0,
                  untold_ms INTEGER, configured INTEGER NOT NULL DEFAULT 0);
CREATE TABLE finding (run_id INTEGER NOT NULL, url TEXT NOT NULL, verdict TEXT NOT NULL, PRIMARY KEY (run_id, url))
    WITHOUT ROWID;
{_TARGET}
CREATE TABLE line (url TEXT PRIMARY KEY, text TEXT NOT NULL, seen INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE change (target_id INTEGER NOT NULL, at_ms INTEGER NOT NULL, verdict TEXT NOT NULL, reason TEXT NOT NULL,
                     detail TEXT NOT NULL, status INTEGER, final_url TEXT, redirects TEXT, suggestion TEXT);
CREATE TABLE failure (target_id INTEGER NOT NULL, day INTEGER NOT NULL, PRIMARY KEY (target_id, day)) WITHOUT ROWID;
CREATE TABLE part (target_id INTEGER NOT NULL, fragment TEXT NOT NULL, verdict TEXT NOT NULL, reason TEXT NOT NULL,
                   detail TEXT NOT NULL, PRIMARY KEY (target_id, fragment)) WITHOUT ROWID;
CREATE INDEX change_by_target ON change (target_id);
CREATE TABLE made_up (host TEXT PRIMARY KEY, at_ms INTEGER NOT NULL, shown BLOB NOT NULL);
CREATE TABLE answer (run_id INTEGER NOT NULL, target_id INTEGER NOT NULL, session INTEGER NOT NULL, heard INTEGER,
                     wants TEXT NOT NULL, outcome BLOB NOT NULL, concluded BLOB, died INTEGER,
                     PRIMARY KEY (target_id, run_id)) WITHOUT ROWID;
{_OF_DOCUMENTS}
{_CLOSED}
PRAGMA user_version = {VERSION};
PRAGMA application_id = {APPLICATION};
"""
OF_SHARD = """
CREATE TABLE IF NOT EXISTS shard (number INTEGER NOT NULL, shards INTEGER NOT NULL, options TEXT NOT NULL,
                                  before TEXT NOT NULL, inputs TEXT NOT NULL, run_id INTEGER NOT NULL,
                                  session INTEGER NOT NULL, ended_ms INTEGER, complete INTEGER, named TEXT NOT NULL,
                                  reachability BLOB NOT NULL);
CREATE TABLE IF NOT EXISTS onward (target_id INTEGER PRIMARY KEY, packed BLOB NOT NULL);
CREATE TABLE IF NOT EXISTS first_page (target_id INTEGER PRIMARY KEY, mark BLOB NOT NULL);
"""
SINCE = {  # a schema of this version → what makes it one of the next
    1: """
UPDATE target SET wants = NULL;
ALTER TABLE run ADD COLUMN inputs TEXT NOT NULL DEFAULT '';
ALTER TABLE run ADD COLUMN everything INTEGER NOT NULL DEFAULT 0;
ALTER TABLE target ADD COLUMN feed INTEGER NOT NULL DEFAULT 0;
CREATE TABLE line (url TEXT PRIMARY KEY, text TEXT NOT NULL, seen INTEGER NOT NULL) WITHOUT ROWID;
ALTER TABLE change ADD COLUMN suggestion TEXT;
CREATE TABLE finding (run_id INTEGER NOT NULL, url TEXT NOT NULL, verdict TEXT NOT NULL, PRIMARY KEY (run_id, url))
    WITHOUT ROWID;
CREATE TABLE failure (target_id INTEGER NOT NULL, day INTEGER NOT NULL, PRIMARY KEY (target_id, day)) WITHOUT ROWID;
CREATE TABLE part (target_id INTEGER NOT NULL, fragment TEXT NOT NULL, verdict TEXT NOT NULL, reason TEXT NOT NULL,
                   detail TEXT NOT NULL, PRIMARY KEY (target_id, fragment)) WITHOUT ROWID;
PRAGMA user_version = 2;
""",
    # Rows of a run carry its number: there may be two runs, the one that is shown and the one under way.
    2: """
DROP INDEX job_by_host;
DROP INDEX link_by_target;
DROP INDEX place_by_link;
ALTER TABLE job RENAME TO old_job;
ALTER TABLE answer RENAME TO old_answer;
ALTER TABLE document RENAME TO old_document;
ALTER TABLE link RENAME TO old_link;
ALTER TABLE place RENAME TO old_place;
CREATE TEMP TABLE last AS SELECT max(id) AS run FROM run;
CREATE TABLE job (run_id INTEGER NOT NULL, target_id INTEGER NOT NULL, host TEXT NOT NULL, todo INTEGER NOT NULL,
                  image INTEGER NOT NULL, PRIMARY KEY (target_id, run_id)) WITHOUT ROWID;
CREATE INDEX job_by_host ON job (host, run_id, todo, target_id) WHERE todo > 0;
CREATE TABLE answer (run_id INTEGER NOT NULL, target_id INTEGER NOT NULL, session INTEGER NOT NULL, heard INTEGER,
                     wants TEXT NOT NULL, outcome BLOB NOT NULL, concluded BLOB, PRIMARY KEY (target_id, run_id))
    WITHOUT ROWID;
CREATE TABLE document (id INTEGER PRIMARY KEY, run_id INTEGER NOT NULL, path TEXT NOT NULL);
CREATE TABLE link (id INTEGER PRIMARY KEY, run_id INTEGER NOT NULL, url TEXT NOT NULL, target_id INTEGER,
                   fragment TEXT NOT NULL, kind INTEGER NOT NULL, settled BLOB, UNIQUE (url, run_id));
CREATE INDEX link_by_target ON link (target_id, run_id, fragment) WHERE fragment != '';
CREATE TABLE place (link_id INTEGER NOT NULL, document_id INTEGER NOT NULL, line INTEGER NOT NULL,
                    column INTEGER NOT NULL, text TEXT NOT NULL);
CREATE INDEX place_by_link ON place (link_id);
INSERT INTO job (run_id, target_id, host, todo, image) SELECT run, target_id, host, todo, image FROM old_job, last;
INSERT INTO answer SELECT run, target_id, session, was_heard(outcome), wants, outcome, NULL
    FROM old_answer, last;
INSERT INTO document SELECT id, run, path FROM old_document, last;
INSERT INTO link SELECT id, run, url, target_id, fragment, kind, settled FROM old_link, last;
INSERT INTO place SELECT * FROM old_place ORDER BY rowid;
DROP TABLE old_job;
DROP TABLE old_answer;
DROP TABLE old_document;
DROP TABLE old_link;
DROP TABLE old_place;
DROP TABLE last;
ALTER TABLE run ADD COLUMN untold_ms INTEGER;
PRAGMA user_version = 3;
""",
    # Kinds of links are ranked anew: an article's own link comes last, and posters are a kind.
    3: """
UPDATE link SET kind = CASE kind WHEN 0 THEN 0 WHEN 1 THEN 2 WHEN 2 THEN 3 WHEN 3 THEN 5 ELSE 4 END;
ALTER TABLE place ADD COLUMN kind INTEGER NOT NULL DEFAULT 4;
UPDATE place SET kind = 5 WHERE link_id IN (SELECT id FROM link WHERE kind = 5);
ALTER TABLE run ADD COLUMN configured INTEGER NOT NULL DEFAULT 0;
ALTER TABLE answer ADD COLUMN died INTEGER;
ALTER TABLE target ADD COLUMN title TEXT;
ALTER TABLE target ADD COLUMN unlinked_day INTEGER;
ALTER TABLE target ADD COLUMN lapsed_ms INTEGER;
UPDATE target SET lapsed_ms = changed_ms WHERE reason IN ('dns-nxdomain', 'parked');
CREATE INDEX target_unlinked ON target (unlinked_day) WHERE unlinked_day IS NOT NULL;
PRAGMA user_version = 4;
""",
    # What documents hold is kept from run to run: links stand by kind, places in their documents.
    4: f"""
DROP INDEX job_by_host;
DROP INDEX link_by_target;
DROP INDEX place_by_link;
ALTER TABLE job RENAME TO old_job;
ALTER TABLE document RENAME TO old_document;
ALTER TABLE link RENAME TO old_link;
ALTER TABLE place RENAME TO old_place;
DROP INDEX target_unlinked;
ALTER TABLE target RENAME TO old_target;
{_TARGET_OF_5}
{_OF_DOCUMENTS}
{_CLOSED}
INSERT INTO target (id, url, wants, verdict, reason, {_PAST}, feed, title)
    SELECT id, url, wants, verdict, reason, {_PAST}, feed, title FROM old_target;
INSERT INTO server (name) SELECT DISTINCT host FROM old_job;
INSERT INTO job SELECT run_id, target_id, (SELECT id FROM server WHERE name = host), todo, image, NULL FROM old_job;
INSERT INTO document SELECT id, NULL, path, 0, 0, 0, x'', 0, 0, 0 FROM old_document;
INSERT INTO listed SELECT run_id, id, id FROM old_document;
UPDATE old_place SET kind = (SELECT kind FROM old_link WHERE id = link_id)
    WHERE link_id IN (SELECT id FROM old_link WHERE kind <
                      (SELECT min(kind) FROM old_place WHERE link_id = old_link.id));
INSERT INTO link (row, url, target_id, fragment, kind, settled)
    SELECT 2 * one.id + 1, one.url, target_id, fragment, held.kind, settled FROM old_link AS one
    JOIN (SELECT DISTINCT link_id, kind FROM old_place) AS held ON held.link_id = one.id ORDER BY one.id, held.kind;
INSERT INTO place SELECT document_id, old_place.rowid, link.id, line, column, text FROM old_place
    JOIN link ON link.row = 2 * link_id + 1 AND link.kind = old_place.kind;
DROP TABLE old_target;
DROP TABLE old_job;
DROP TABLE old_document;
DROP TABLE old_link;
DROP TABLE old_place;
{"; ".join(INDICES)};
UPDATE link SET row = (SELECT min(row) FROM link AS same WHERE same.url = link.url);
PRAGMA user_version = 5;
""",
    # What kind of file a picture, a sound or a film is, and how long.
    5: """
ALTER TABLE target ADD COLUMN media TEXT;
PRAGMA user_version = 6;
""",
}
