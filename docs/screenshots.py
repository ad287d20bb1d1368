"""Make the pictures of pages in docs/, of an invented archive of three newspapers.

``python docs/screenshots.py`` writes them; ``python docs/screenshots.py FOLDER`` writes each page as telephones,
tablets and desks show it, light and dark, to be looked at. It needs Chromium and the extra ``dev``.
"""

import shutil
import struct
import sys
import tempfile
import threading
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from importlib.util import find_spec
from pathlib import Path

DOCS = Path(__file__).parent
sys.path.insert(0, str(DOCS.parent))

from feedtool.articles.article import Article, Dates  # noqa: E402 - found by the path above
from feedtool.articles.format import format_article  # noqa: E402 - found by the path above
from feedtool.commands.build import build  # noqa: E402 - found by the path above
from feedtool.config.keys import Config, Folder  # noqa: E402 - found by the path above
from tests.chromium import Chromium  # noqa: E402 - found by the path above

BEGIN = datetime(2026, 3, 2, 7, 30, tzinfo=UTC)
NOW = datetime(2026, 6, 1, tzinfo=UTC)
WIDE, SHOWN = {"landing-page": 1180}, 720  # pixels of a picture in the docs; others are as wide as their text
USUAL = 880
LOOKED_AT = (320, 768, 1280)
SKIES = ((214, 226, 234), (240, 221, 196), (203, 218, 208), (226, 214, 226))
HILLS = ((92, 118, 104), (128, 96, 84), (74, 100, 124), (112, 112, 84))


class Paper:
    """A newspaper that there is not, with what it wrote: title, tag and the beginning of each article."""

    def __init__(self, name: str, folder: str, host: str, author: str, articles: str) -> None:
        self.name, self.folder, self.host, self.author = name, folder, host, author
        self.articles = [line.split(" | ") for line in articles.strip().splitlines()]


PAPERS = (
    Paper("Harbour Post", "en", "harbour-post.example", "Ida Brook", """
The ferry runs again after eleven quiet weeks | harbour | The first boat left at six, with forty people and a piano.
Old mill gets a new wheel, and a school class to watch it | town | It took nine years to find oak that was long enough.
What the tide gauge says after a hundred springs | weather | Somebody has read it every morning.
A library for tools opens behind the fire station | town | Ladders are asked for most.
Fishermen and swimmers agree on the north jetty | harbour | A line of buoys will part them, from Easter on.
The night train stops here once more | railway | One can sleep all the way to the mountains.
Three bakers, one oven | town | They take turns, and nobody may touch the sourdough of another.
Storm warning: how the town reads its own flags | weather | Two cones, point down, mean that boats stay in.
A bridge is painted, and painted, and painted | railway | When they reach the far end, the near one is due.
The lighthouse keeps its keeper | harbour | The lamp needs nobody, but the lens does.
Why the market moved back to Thursdays | town | The fish decided it, and the fish do not work on Mondays.
Seven maps of one small island | harbour | Each was right, on the day when it was drawn.
"""),
    Paper("Talzeitung", "de", "talzeitung.example", "Jonas Reuter", """
Der Bach bekommt sein altes Bett zurück | Natur | Wo der Acker war, stehen nun Erlen, und im Wasser die erste Forelle.
Die Uhr am Rathaus geht wieder, und sie geht vor | Dorf | Vier Minuten, sagt der Uhrmacher, und die bleiben.
Ein Sommer ohne Umleitung | Verkehr | Die Straße über den Pass ist fertig, zwei Monate vor der Zeit.
Was die Imkerin über das Wetter weiß | Natur | Ihre Völker flogen elf Tage früher als im Jahr zuvor.
Der Chor sucht Bässe, und findet eine Posaune | Dorf | Geprobt wird dienstags, über der Schmiede.
Zweihundert Stufen zum Turm, frisch gezählt | Dorf | Es sind zweihundertdrei.
Busse fahren nun auch nach dem Kino | Verkehr | Der letzte geht um halb zwölf, und wartet auf den Abspann.
Die Kirschen sind da | Natur | Früher war es nie so früh, und selten so süß.
Ein Stall wird Werkstatt | Dorf | Wo Kühe standen, werden Fahrräder geflickt.
Wie der Wald nach dem Sturm aussieht | Natur | Zwischen den Stämmen, die liegen, wächst schon der nächste.
Die Post kommt wieder zu Fuß | Verkehr | Für die oberen Höfe lohnt sich kein Wagen.
Ein Fest für den alten Brunnen | Dorf | Er läuft seit vierhundert Jahren, mit kurzen Pausen.
"""),
    Paper("河岸日报", "zh", "hean.example", "林若水", """
渡口的老钟修好了 | 城市 | 停了十七年之后，它在星期一早晨敲响了六下。
一条街的树荫有多少度 | 天气 | 学生们量了一个夏天，得出的数字让人意外。
旧书摊搬回桥下 | 城市 | 摊主说，雨天的生意反而最好。
河水今年来得早 | 天气 | 水文站的老人翻开了祖父留下的本子。
夜班电车的最后一站 | 交通 | 车上只有三个人，其中一个是司机。
一座图书馆怎样过冬 | 城市 | 读者自己带来了毯子，和一锅热茶。
自行车道连成了一个圈 | 交通 | 骑完全程要两个小时，中间有十一处卖西瓜。
风从哪边来 | 天气 | 屋顶上的铁公鸡换了新的轴。
菜市场的早晨 | 城市 | 四点半，灯先亮，然后是声音。
修伞的人 | 城市 | 他说坏的从来不是伞骨。
轮渡涨价五分 | 交通 | 上一次涨价是在二十年前的春天。
江边种下一千棵柳树 | 天气 | 每一棵都挂着一个孩子的名字。
"""),
)  # fmt: skip


def picture(number: int, *, width: int = 640, height: int = 427) -> bytes:
    """Return a picture of a hill and a sky, as PNG."""
    sky, hill = SKIES[number % 4], HILLS[number % 4]
    rows = bytearray()
    for y in range(height):
        slope = int((y / height - 0.45) * 2.2 * width)  # the hill rises to the right, and the next one to the left
        inside = min(max(slope, 0), width)
        row = bytes(sky) * (width - inside) + bytes(hill) * inside
        rows += b"\0" + (row if number % 2 else b"".join(row[at : at + 3] for at in range(3 * (width - 1), -1, -3)))

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    image = chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(bytes(rows), 9)) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + image


def body_of(paper: Paper, beginning: str, pictures: str, number: int) -> str:
    """Return the body of an article: paragraphs, and in every second one a picture with a caption."""
    more, said = {
        "en": ("People came early, some with chairs, and stayed until the light went.",
               "We had almost forgotten how it sounds."),
        "de": ("Wer dabei war, kam früh und blieb, bis es dunkel wurde.", "Man vergisst, wie das klingt."),
        "zh": ("来的人很多，有的自己带了椅子，一直坐到天黑。", "我们差点忘了它的声音。"),
    }[paper.folder]  # fmt: skip
    caption = {"en": "The hill above the town", "de": "Der Hügel über dem Dorf", "zh": "城外的山"}[paper.folder]
    shown = f'<figure><img src="{pictures}{number % 4}.png" alt="{caption}"><figcaption>{caption}</figcaption></figure>'
    return f"<p>{beginning}</p>{shown if number % 2 == 0 else ''}<p>{more}</p><blockquote><p>{said}</p></blockquote>"


def write_seeds(folder: Path, pictures: str) -> None:
    """Write the articles of the papers, one every day or two, oldest first."""
    for number, (place, at) in enumerate((place, at) for at in range(12) for place in range(3)):
        paper = PAPERS[place]
        title, tag, beginning = paper.articles[at]
        moment = BEGIN + timedelta(days=2.45 * number)
        body = body_of(paper, beginning, pictures, number)
        article = Article(
            f"{number}.md", body, (0, len(body)), title, paper.name,
            f"https://{paper.host}/{moment:%Y/%m}/{number}.html", Dates(moment, moment), (paper.author,), (tag,),
            None, 1, (),
        )  # fmt: skip
        file = folder / paper.folder / f"{number:02}.md"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(format_article(article), "utf-8")


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """Serve a folder on loopback while the block runs."""

    class Quiet(SimpleHTTPRequestHandler):
        def log_message(self, *_told: object) -> None:
            """Say nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(folder))) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_address[1]}/"
        server.shutdown()


def make_archive(folder: Path, address: str) -> dict[str, str]:
    """Build the archive into a folder that is served at an address, and return the pages to be shown, by name."""
    output = folder / "feeds"
    (output / "pictures").mkdir(parents=True)
    for number in range(4):
        (output / "pictures" / f"{number}.png").write_bytes(picture(number))
    write_seeds(folder / "seeds", f"{address}pictures/")
    config = Config(
        seeds=folder / "seeds", output=output, lock=folder / "feeds.lock", title="Three Rivers",
        description="What three small papers wrote, kept where it can be found again.", language="en",
        base_url="https://rivers.example/", article_pages=True, search=_has_pagefind(),
        folders={paper.folder: Folder(source=paper.name) for paper in PAPERS}, cache=folder / "cache",
    )  # fmt: skip
    built = build(config, now=NOW)
    assert built.documents, "nothing was built"
    source = next(path for path in built.documents if path.startswith("source/harbour") and path.endswith("index.html"))
    article = sorted(path for path in built.documents if path.startswith("article/2026/30-"))[0]
    return {
        "landing-page": "index.html",
        "source-page": source,
        "archive-page": "archive/index.html",
        "article-page": article,
    }


def _has_pagefind() -> bool:
    return find_spec("pagefind") is not None


def main(*folders: str) -> None:
    """Write the pictures of the docs, or those that are to be looked at into a folder."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "feeds").mkdir()
        with served(folder / "feeds") as address:
            shutil.rmtree(folder / "feeds")
            pages = make_archive(folder, address)
            browser = Chromium(folder / "profile")
            try:
                for page, path in pages.items():
                    if folders:
                        _look(browser, address + path, Path(folders[0]), page)
                    else:
                        width = WIDE.get(page, USUAL)
                        browser.open(address + path, width=width)
                        (DOCS / f"{page}.png").write_bytes(_top(browser, width))
            finally:
                browser.close()


def _look(browser: Chromium, url: str, folder: Path, page: str) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for width in LOOKED_AT:
        for dark in (False, True):
            browser.open(url, width=width, dark=dark)
            (folder / f"{page}-{width}-{'dark' if dark else 'light'}.png").write_bytes(browser.picture())


def _top(browser: Chromium, width: int) -> bytes:
    browser.command("Emulation.setDeviceMetricsOverride", width=width, height=SHOWN, deviceScaleFactor=1, mobile=False)
    return browser.picture()


if __name__ == "__main__":
    main(*sys.argv[1:])
