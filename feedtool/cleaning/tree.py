"""What the steps of cleaning ask of a tree: its elements by class, their words and media. Pure.

A body is measured once, in linear time: steps that asked each element for its text would take the square of its size
for markup that nests deep.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence

from lxml import etree
from lxml.html import HtmlElement

from feedtool.text import one_line
from feedtool.urls import site_of

HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
MEDIA = ("img", "iframe", "video", "audio", "object", "embed", "source")
LONGEST_LINE = 600  # characters of a paragraph that may be furniture by its words

_WITH_CLASS = etree.XPath("descendant-or-self::*[@class]")

Resolve = Callable[[str], str | None]


class Body:
    """The tree of an article's body, measured, with the article's title and authors.

    ``resolve`` makes an address absolute, or returns None. ``sizes`` are the characters of the text of each element in
    the tree; what goes must go by `drop`, so that they stay true.
    """

    def __init__(self, root: HtmlElement, title: str, resolve: Resolve, authors: Sequence[str] = ()) -> None:
        self.root, self.title, self.resolve, self.authors = root, title, resolve, authors
        self.site = self._site("/")  # the host without "www."; "" where it is not known
        self.sizes: dict[HtmlElement, int] = {}
        self.by_class: dict[str, list[HtmlElement]] = {}
        self._measure()
        self.lower = str(root.text_content()).lower()  # all that the body says, as it came
        self._lines: list[tuple[HtmlElement, str]] | None = None

    @property
    def size(self) -> int:
        """Return the characters of the whole text."""
        return self.sizes[self.root]

    def of_class(self, *classes: str) -> Iterator[HtmlElement]:
        """Yield the elements that have one of some classes."""
        return (one for name in classes for one in self.by_class.get(name, ()) if one in self.sizes)

    def drop(self, element: HtmlElement) -> None:
        """Take out an element with its content; the text behind it stays."""
        size = self.sizes[element]
        for above in element.iterancestors():
            if above in self.sizes:
                self.sizes[above] -= size
        for one in element.iter():
            self.sizes.pop(one, None)
        element.drop_tree()

    def lines(self) -> list[tuple[HtmlElement, str]]:
        """Return the paragraphs and boxes that are not long, each with its words."""
        if self._lines is None:
            short = (one for one in self.root.iter("p", "div") if 0 < self.sizes[one] <= LONGEST_LINE)
            self._lines = [(one, words_of(one)) for one in short]
        return [one for one in self._lines if one[0] in self.sizes]

    def is_own(self, address: str) -> bool:
        """Tell whether an address, as written, leads to the article's own site."""
        return bool(self.site) and self._site(address) == self.site

    def _site(self, address: str) -> str:
        absolute = self.resolve(address) or ""
        return site_of(absolute) if absolute.startswith(("http://", "https://")) else ""

    def _measure(self) -> None:
        for element in _WITH_CLASS(self.root):
            for one in classes_of(element):
                self.by_class.setdefault(one, []).append(element)
        within: dict[HtmlElement, int] = defaultdict(int)  # the characters of what stands in an element
        for element in reversed(list(self.root.iter(etree.Element))):  # children before parents
            text, tail = element.text, element.tail
            self.sizes[element] = size = within.pop(element, 0) + (len(text.strip()) if text else 0)
            within[element.getparent()] += size + (len(tail.strip()) if tail else 0)


def elements(root: HtmlElement) -> Iterator[HtmlElement]:
    """Yield an element and those in it, without comments, in document order."""
    return (one for one in root.iter() if isinstance(one.tag, str))


def classes_of(element: HtmlElement) -> list[str]:
    """Return the classes of an element."""
    return str(element.get("class", "")).split()


def words_of(element: HtmlElement) -> str:
    """Return the text of an element on one line."""
    return one_line(str(element.text_content()) if len(element) else element.text or "")


def has_media(element: HtmlElement) -> bool:
    """Tell whether an element shows or plays anything."""
    return next(element.iter(*MEDIA), None) is not None


def is_hollow(element: HtmlElement) -> bool:
    """Tell whether an element shows nothing: no words, no picture, no player."""
    return not any(text.strip() for text in element.itertext()) and not has_media(element)
