"""What the judge says of true pages: every article of a folder in several plain shells, on all cores.

    python bench/pages.py FOLDER

Prints a line for every page that is not fine (verdict, reason, shell, file), and last how many that are. A new word or
rule for pages is tried so on many real articles before it goes in: none of them may turn.
"""

import json
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from shells import PLAIN

from feedtool.articles.article import Article
from feedtool.articles.parse import parse_article
from feedtool.cores import in_chunks
from feedtool.http.exchange import Exchange, Response
from feedtool.judge.judge import judge, look
from feedtool.judge.verdict import Verdict

_CAP = 65_536  # bytes of a page that are read
_HTML = (("content-type", "text/html; charset=utf-8"),)


def judged(files: Sequence[Path]) -> bytes:
    """Return as JSON how many articles there were among some files, and each page of them that is not fine."""
    articles, bad = 0, []
    for file in files:
        article = parse_article(file.read_bytes().decode("utf-8", "replace"), file.name)
        if not isinstance(article, Article):
            continue
        articles += 1
        url = article.link or "https://a.example/story"
        for shell in PLAIN:
            body = shell(article.title or "", article.body, url).encode("utf-8", "replace")
            response = Response(200, _HTML, body[:_CAP], "cap" if len(body) > _CAP else "whole")
            found = judge(look(Exchange(url, url, (), response)))
            if found.verdict is not Verdict.OK:
                bad.append((found.verdict.value, found.reason, shell.__name__, file.as_posix()))
    return json.dumps([articles, bad]).encode()


def main(folder: str) -> int:
    """Judge a folder, and return 1 if a page is not fine."""
    began = time.monotonic()
    files = sorted(
        path for path in Path(folder).rglob("*") if path.suffix in (".md", ".txt", ".html") and path.is_file()
    )
    articles, not_fine = 0, 0
    for part in in_chunks(files, judged):
        of, bad = json.loads(part)
        articles += of
        not_fine += len(bad)
        for row in bad:
            print(*row)
    print(f"in {time.monotonic() - began:.1f} s", file=sys.stderr)
    print(f"pages: {articles} articles x {len(PLAIN)} shells, {not_fine} not ok")
    return int(not_fine > 0)


if __name__ == "__main__":
    if len(sys.argv) != 2 or not Path(sys.argv[1]).is_dir():
        sys.exit(__doc__)
    sys.exit(main(sys.argv[1]))
