"""Make what in docs/ is made from the code: tables of keys, of rules and notices, and the JSON Schema.

Run ``python docs/generate.py`` after a change in feedtool/config/keys.py, in the tables of feedtool/pages/, in
feedtool/cleaning/furniture.py or in feedtool/articles/notices.py; a test holds the files to what it makes.
"""

import re
from pathlib import Path

from feedtool.articles.notices import NOTICES
from feedtool.cleaning.furniture import RULES
from feedtool.config.declaration import Declared, declared, is_list, is_mapping, joined, kind_text
from feedtool.config.keys import TABLES, Check, Config
from feedtool.config.schema import schema_text
from feedtool.pages.deaths import DEATHS
from feedtool.pages.refusals import REFUSALS
from feedtool.pages.rule import Rule
from feedtool.pages.stories import MARKS
from feedtool.wordings.not_found import LANGUAGES
from feedtool.wordings.phrases import FAMILIES
from feedtool.wordings.systems import SYSTEMS

DOCS = Path(__file__).parent
_RULES = re.compile(r"(<!-- rules for pages, made by docs/generate\.py -->\n).*?(<!-- end of rules -->)", re.DOTALL)
_FURNITURE = re.compile(r"(<!-- furniture, made by docs/generate\.py -->\n).*?(<!-- end of furniture -->)", re.DOTALL)
_NOTICES = re.compile(r"(<!-- notices, made by docs/generate\.py -->\n).*?(<!-- end of notices -->)", re.DOTALL)
_TABLE = re.compile(r"(<!-- keys of (\w+), made by docs/generate\.py -->\n).*?(<!-- end of keys -->)", re.DOTALL)


def documents() -> dict[Path, str]:
    """Return the files that are made from the code, as they should be."""
    page = DOCS / "configuration.md"
    tables = {table.__name__: table for table in TABLES}
    text = _TABLE.sub(lambda match: match[1] + _rows(tables[match[2]]) + match[3], page.read_text("utf-8"))
    checking = DOCS / "checking.md"
    rules = _RULES.sub(lambda match: match[1] + _rules() + match[2], checking.read_text("utf-8"))
    feeds = DOCS / "feeds.md"
    furniture = _FURNITURE.sub(lambda match: match[1] + _furniture() + match[2], feeds.read_text("utf-8"))
    articles = DOCS / "articles.md"
    notices = _NOTICES.sub(lambda match: match[1] + _notices() + match[2], articles.read_text("utf-8"))
    made = {page: text, checking: rules, feeds: furniture, articles: notices}
    return made | {DOCS / "feedtool.schema.json": schema_text()}


def _notices() -> str:
    rows = ["| notice | such texts say | an article that says the like |", "| --- | --- | --- |"]
    rows += [f"| {one.name} | {_line(one.example)} | {_line(one.counterexample)} |" for one in NOTICES]
    return "\n".join(rows) + "\n"


def _line(text: str) -> str:
    return _cell(text.replace("\n", " / ")).replace("<", "&lt;")


def _rules() -> str:
    rows = ["| rule | reason | such pages say | only |", "| --- | --- | --- | --- |"]
    rows += [f"| {one.name} | `{one.reason}` | {_cell(one.says)} | {_only(one)} |" for one in (*REFUSALS, *DEATHS)]
    named = joined(tuple(sorted(one.name for one in LANGUAGES)))
    told = "; ".join(f"{one.name} (only where nothing names a story)" if one.alone else one.name for one in FAMILIES)
    return (
        "\n".join(rows) + f"\n\nfeedtool understands the sentence “this page is not there” in {named}. In most of "
        f"these it also knows what a page says instead: {told}.\n\n" + _systems() + "\n" + _marks()
    )


def _systems() -> str:
    rows = ["| software | a notice | one that refuses | and not |", "| --- | --- | --- | --- |"]
    rows += [f"| {one.name} | {_code(one.example)} | {_code(one.refusal)} | {_code(one.counter)} |" for one in SYSTEMS]
    return (
        "The notices of some software are known by the element in which they stand, whatever menu, form to log in or "
        "list of other topics stands beside them. What a notice refuses is `blocked`/`login`; what it says in the "
        "languages above, or in words of its own, is `soft-404`:\n\n" + "\n".join(rows) + "\n"
    )


def _marks() -> str:
    rows = ["| mark of a story | such as | and not |", "| --- | --- | --- |"]
    rows += [f"| {one.name} | {_code(one.example)} | {_code(one.counter)} |" for one in MARKS]
    return (
        "A story may be called like a message. A page that bears one of these marks in its own part, that has a date "
        "in the line below its heading, or that says in its data what it is, is a story whatever its name is:\n\n"
        + "\n".join(rows)
        + "\n"
    )


def _furniture() -> str:
    heads = "| rule | seen on | what goes | only if | an example that goes | an example that stays |"
    rows = [heads, "| --- | --- | --- | --- | --- | --- |"]
    rows += [
        f"| {one.name} | {', '.join(one.sites) or 'any'} | {_cell(one.removes)} | {_cell(one.only)} "
        f"| {_code(one.example)} | {_code(one.counter)} |"
        for one in RULES
    ]
    return "\n".join(rows) + "\n"


def _code(markup: str) -> str:
    """Return markup for a cell of a table, which is on one line; a dash where there is none."""
    return f"`{_cell(' '.join(markup.split()))}`" if markup else "–"


def _only(rule: Rule) -> str:
    at = f"on {', '.join(rule.hosts)}; " if rule.hosts else ""
    return (
        f"{at}up to {rule.most:,} characters"
        + ("; also with a headline" if rule.beside_headline else "")
        + ("; with few links" if rule.alone else "")
    )


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


def _rows(table: type) -> str:
    with_options = table in (Config, Check)
    heads = ("key", "what it does", "value", "default", *(("option",) if with_options else ()))
    lines = [heads, tuple("---" for _ in heads)]
    for one in declared(table):
        if one.field in ("check", "folders"):  # these have sections of their own
            continue
        cells = (f"`{one.name}`", _words(one), _value(one), _default(one))
        lines.append((*cells, *((_option(one),) if with_options else ())))
    return "".join(f"| {' | '.join(cells)} |\n" for cells in lines)


def _words(one: Declared) -> str:
    return " ".join(filter(None, (one.key.text, one.key.in_file))).replace("*", r"\*")


def _value(one: Declared) -> str:
    words = one.choices if not is_mapping(one.kind) else ()
    what = joined(tuple(f"`{word}`" for word in words)) if words else kind_text(Path if one.key.file else one.kind)
    what = f"a list of {what}" if words and is_list(one.kind) else what
    what = what.replace("true or false", "`true` or `false`")
    named = f"{one.key.value}: " if one.key.value and one.key.value in one.key.text else ""
    return ", ".join(filter(None, (named + what, one.bounds_text)))


def _default(one: Declared) -> str:
    if isinstance(one.default, bool):
        return f"`{str(one.default).lower()}`"
    if is_list(one.kind) and one.default:
        return f"`[{one.default_text}]`"
    plain = one.default is None or one.default in ((), {})
    return one.default_text or "not set" if plain else f"`{one.default_text}`"


def _option(one: Declared) -> str:
    return ", ".join(f"`{flag}`" for flag in one.flags) or ("`--format`, `-o`" if one.field == "reports" else "")


if __name__ == "__main__":
    for file, text in documents().items():
        file.write_text(text, "utf-8", newline="\n")
