"""How deep a parser nests a source, told from its tags alone, in linear time. Pure.

`Nesting` keeps the stack of open elements as parsers do (HTML Standard, 13.2.4.2 and 13.2.6), but makes no tree. What
matters is which end tags count: the end tag of a ``span`` is ignored while a ``div`` is open within it, that of a
``div`` while a table is open within it, and then everything behind it nests deeper than its author meant. Where the
standard needs more than names (the attributes of ``font``, elements that stand astray in tables) the stack may be
wrong by a few elements: so what a parser made of a source is measured once more, by `depth_of`.

In the stack elements of SVG and MathML have a ``*`` before their name.
"""

from dataclasses import dataclass

from feedtool.html.tokens import Token, TokenType, attribute_count, tags_as_written, tokens

_VOID = frozenset(
    "area base basefont bgsound br col embed frame hr img input keygen link meta param source track wbr".split()
)
_FOREIGN = frozenset(("svg", "math"))
# Elements that parsers open again in every block that follows, until they are closed (13.2.4.3).
_FORMATTING = frozenset("a b big code em font i nobr s small strike strong tt u".split())
# Points of SVG and MathML within which HTML begins again.
_INTEGRATION = frozenset("*annotation-xml *desc *foreignobject *mi *mn *mo *ms *mtext *title".split())
# Elements whose end ends the formatting that was opened within them.
_MARKERS = frozenset("applet caption marquee object td template th".split())
# Elements out of which an end tag does not reach.
_BARRIERS = _MARKERS | _INTEGRATION | {"select", "table"}
_HEADINGS = frozenset("h1 h2 h3 h4 h5 h6".split())
_CLOSES_P = _HEADINGS | frozenset(
    "address article aside blockquote center dd details dialog dir div dl dt fieldset figcaption figure footer form "
    "header hgroup hr li listing main menu nav ol p plaintext pre search section summary table ul xmp".split()
)
_SPECIAL = (
    _VOID
    | _BARRIERS
    | _CLOSES_P
    | frozenset(
        "body button caption colgroup head html iframe noembed noframes noscript script style tbody textarea tfoot "
        "thead title tr".split()
    )
)
# Elements that are special, and stand in lines all the same: formatting is opened again for them.
_INLINE = frozenset("applet area br button embed img input keygen marquee object select wbr".split())
# What of a list a new item ends, and what keeps it from doing so.
_ITEMS = {"li": frozenset(("li",)), "dd": frozenset(("dd", "dt")), "dt": frozenset(("dd", "dt"))}
_PASSED = frozenset(("address", "div", "p"))
_CELLS = frozenset(("caption", "td", "th"))
_ROW_GROUPS = frozenset("tbody tfoot thead".split())
_OF_TABLES = _CELLS | _ROW_GROUPS | {"colgroup", "tr"}
_MOST_ALIKE = 3
# Elements of HTML that end SVG and MathML.
_BREAKS_OUT = _HEADINGS | frozenset(
    "b big blockquote body br center code dd div dl dt em embed head hr i img li listing menu meta nobr ol p pre ruby "
    "s small span strong strike sub sup table tt u ul var".split()
)


@dataclass(slots=True, eq=False)
class _Formatting:
    """Formatting as its tag is written: whether it is in the stack, and whether it is to be opened again."""

    name: str
    tag: str
    is_open: bool = False
    is_listed: bool = True


class _Elements:
    """The elements that are open, by name, and the formatting that is to be opened again within what follows.

    HTML Standard, section 13.2.4: the stack of open elements, and the list of active formatting elements.
    """

    def __init__(self) -> None:
        self.deepest = self.reopened = 0
        self.names: list[str] = []
        self.barriers: list[int] = []  # where those of the names stand
        self.entries: list[_Formatting | None] = []  # of the names
        self.formatting: list[list[_Formatting]] = [[]]  # to be opened again until it is closed, within each marker
        self._pending = 0  # how many of these are not open

    def push(self, name: str, entry: _Formatting | None = None) -> None:
        """Open an element; ``entry`` tells which formatting it is."""
        if name in _BARRIERS:
            self.barriers.append(len(self.names))
        if name in _MARKERS:
            self.formatting.append([])
        if entry is not None:
            entry.is_open = True
            self._pending -= 1
        self.names.append(name)
        self.entries.append(entry)
        self.note(0)

    def cut(self, at: int) -> None:
        """Take an element and all within it off the stack."""
        for name, entry in zip(self.names[at:], self.entries[at:], strict=True):
            if entry is not None:
                entry.is_open = False
                self._pending += entry.is_listed
            if name in _MARKERS:
                for one in self.formatting.pop():
                    one.is_listed = False
                    self._pending -= not one.is_open
        while self.barriers and self.barriers[-1] >= at:
            self.barriers.pop()
        del self.names[at:], self.entries[at:]

    def note(self, more: int) -> None:
        """Note that so many more elements are open than are named."""
        self.deepest = max(self.deepest, len(self.names) + more)

    @property
    def floor(self) -> int:
        """Where the elements begin that are open within the last barrier."""
        return self.barriers[-1] + 1 if self.barriers else 0

    def last(self, name: str) -> int:
        """Return where an element stands in the stack, above all barriers, or -1."""
        floor = self.floor
        if name not in self.names[floor:]:
            return -1
        return next(at for at in reversed(range(floor, len(self.names))) if self.names[at] == name)

    def pop_to(self, name: str) -> bool:
        """Close the last element of a name above all barriers, and all within it; tell whether there is one."""
        at = self.last(name)
        if at >= 0:
            self.cut(at)
        return at >= 0

    def remember(self, new: _Formatting) -> _Formatting:
        """Remember formatting to be opened again; of tags that are alike only the last three count."""
        alike = [one for one in self.formatting[-1] if one.tag == new.tag]
        if len(alike) >= _MOST_ALIKE:
            self.forget(alike[0])
        self.formatting[-1].append(new)
        self._pending += 1
        return new

    def forget(self, one: _Formatting) -> None:
        """Forget formatting: it is not opened again."""
        self.formatting[-1].remove(one)
        one.is_listed = False
        self._pending -= not one.is_open

    def reopen(self) -> None:
        """Open the formatting again that was not closed before the block around it was."""
        if self._pending:
            for one in self.formatting[-1]:
                if not one.is_open:
                    self.reopened += 1
                    self.push(one.name, one)


class Nesting:
    """The nesting of a source, told tag by tag: the deepest so far, and how often formatting was opened again."""

    def __init__(self, source: str) -> None:
        self._source = source
        self._elements = _Elements()
        self._names, self._barriers = self._elements.names, self._elements.barriers

    @property
    def deepest(self) -> int:
        """The most elements that were open at once."""
        return self._elements.deepest

    @property
    def reopened(self) -> int:
        """How often formatting was opened again."""
        return self._elements.reopened

    def passes(self, token: Token) -> None:
        """Take notice of a tag or a text."""
        if token.type is TokenType.START:
            self._open(token)
        elif token.type is TokenType.END:
            self._close(token.name)
        elif not token.name:
            if not self._is_foreign():
                self._elements.reopen()
        elif any(name.startswith("*") for name in self._names):
            # Text that HTML reads as it stands is markup within SVG and MathML.
            self._elements.note(self._source.count("<", token.start, token.end))

    def _open(self, tag: Token) -> None:
        name = tag.name
        if self._is_foreign():
            if name not in _BREAKS_OUT:
                self._open_foreign(tag)
                return
            self._leave_foreign()
        if name in _FOREIGN:
            self._elements.reopen()
            self._open_foreign(tag)
        elif name in _OF_TABLES:
            self._open_in_table(name)
        else:
            self._open_in_body(name, tag)

    def _open_foreign(self, tag: Token) -> None:
        if self._is_empty(tag):
            self._elements.note(1)
        else:
            self._elements.push("*" + tag.name)

    def _open_in_body(self, name: str, tag: Token) -> None:
        if name in _CLOSES_P:
            self._elements.pop_to("p")
        if name in _ITEMS:
            self._end_item(_ITEMS[name])
        top = self._names[-1] if self._names else ""
        if (name in _HEADINGS and top in _HEADINGS) or (name in ("option", "optgroup") and top == "option"):
            self._elements.cut(len(self._names) - 1)
        elif name == "button":
            self._elements.pop_to(name)
        elif name in ("a", "nobr"):
            self._close_formatting(name)
        elif name == "select" and self._barriers and self._names[self._barriers[-1]] == "select":
            self._elements.cut(self._barriers[-1])
            return
        if name not in _SPECIAL or name in _INLINE:
            self._elements.reopen()
        if name in _FORMATTING:
            self._elements.push(name, self._elements.remember(_Formatting(name, self._source[tag.start : tag.end])))
        elif name not in _VOID:
            self._elements.push(name)

    def _open_in_table(self, name: str) -> None:
        """Open a part of a table in the part that it belongs to, which may have to be made; elsewhere it is ignored."""
        table = next(
            (at for at in reversed(range(len(self._names))) if self._names[at] in ("table", "template")),
            None,
        )
        if table is None:
            return
        group = next((at for at in range(table + 1, len(self._names)) if self._names[at] in _ROW_GROUPS), None)
        row = next((at for at in range(table + 1, len(self._names)) if self._names[at] == "tr"), None)
        if name in _ROW_GROUPS or name in ("caption", "colgroup"):
            self._elements.cut(table + 1)
        else:
            self._elements.cut(table + 1 if group is None else group + 1 if row is None or name == "tr" else row + 1)
            if group is None:
                self._elements.push("tbody")
            if name != "tr" and (group is None or row is None):
                self._elements.push("tr")
        self._elements.push(name)

    def _end_item(self, names: frozenset[str]) -> None:
        for at in reversed(range(len(self._names))):
            if self._names[at] in names:
                self._elements.cut(at)
                return
            if self._names[at] in _SPECIAL and self._names[at] not in _PASSED:
                return

    def _close(self, name: str) -> None:
        if self._is_foreign():
            if name in ("p", "br"):
                self._leave_foreign()
            elif self._close_foreign("*" + name):
                return
        if name in _FORMATTING:
            self._close_formatting(name)
        elif name in ("table", "template", "select") or name in _OF_TABLES:
            self._close_barrier(name)
        elif name in _SPECIAL:
            self._close_special(name)
        else:
            self._close_ordinary(name)

    def _close_special(self, name: str) -> None:
        if name in _MARKERS:
            if self._barriers and self._names[self._barriers[-1]] == name:
                self._elements.cut(self._barriers[-1])
        elif name in _HEADINGS:  # the end of a heading ends any heading
            at = max(map(self._elements.last, _HEADINGS))
            self._elements.cut(at if at >= 0 else len(self._names))
        elif name == "li" and not {"ol", "ul"}.isdisjoint(self._names[max(self._elements.last(name), 0) :]):
            return
        elif not self._elements.pop_to(name) and name == "p":
            self._elements.note(1)  # parsers make an empty paragraph of it

    def _close_ordinary(self, name: str) -> None:
        """Close an element unless one that is special is open within it."""
        names = (name, "*" + name)
        if not any(one in self._names for one in names):
            return
        for at in reversed(range(self._elements.floor, len(self._names))):
            if self._names[at] in names:
                self._elements.cut(at)
                return
            if self._names[at] in _SPECIAL:
                return

    def _close_formatting(self, name: str) -> None:
        """Close formatting; blocks that are open within it stay open (the "adoption agency")."""
        one = next((one for one in reversed(self._elements.formatting[-1]) if one.name == name), None)
        if one is None:
            return
        self._elements.forget(one)
        if not one.is_open:
            return
        at = self._elements.entries.index(one)
        if at >= self._elements.floor and _SPECIAL.isdisjoint(self._names[at:]):
            self._elements.cut(at)
        elif at >= self._elements.floor:
            one.is_open = False
            del self._names[at], self._elements.entries[at]

    def _close_barrier(self, name: str) -> None:
        """Close a table, a part of it, a template or a select; out of a table or a template only its own end leads."""
        if name not in self._names:
            return
        within = ("template",) if name == "template" else ("table", "template")
        for at in reversed(range(len(self._names))):
            if self._names[at] == name:
                self._elements.cut(at)
                return
            if self._names[at] in within or (self._names[at] == "select" and name != "template"):
                return

    def _close_foreign(self, name: str) -> bool:
        for at in reversed(range(len(self._names) if name in self._names else 0)):
            if self._names[at] == name:
                self._elements.cut(at)
                return True
            if not self._names[at].startswith("*"):
                break
        return False

    def _is_foreign(self) -> bool:
        return bool(self._names) and self._names[-1].startswith("*") and self._names[-1] not in _INTEGRATION

    def _leave_foreign(self) -> None:
        while self._is_foreign():
            self._elements.cut(len(self._names) - 1)

    def _is_empty(self, tag: Token) -> bool:
        """Return whether a tag ends with a slash that is not the end of an attribute's value."""
        before = self._source[tag.attributes_at : tag.end - 2]
        return self._source[tag.end - 2] == "/" and (
            not before or (before[-1] in "\"' \t\n\f\r/" and not before.rstrip(" \t\n\f\r").endswith("="))
        )


def depth_of(markup: str) -> int:
    """Return how deep the elements of well-formed markup are nested."""
    depth = depth_as_written(markup)
    return _depth_of_tokens(markup) if depth is None else depth


def depth_as_written(source: str, *, most: int | None = None) -> int | None:
    """Return how deep the elements of a source nest if each goes to its own end tag, or None if that is not plain.

    It is plain if each end tag names the element opened last and none is missing, without SVG and MathML, and without a
    tag of more than ``most`` attributes. To tell takes a tenth of the time of `Nesting`.

    A parser nests such a source little deeper: no end tag is ignored while its element is open, since what could keep
    it away, something special that is still open within the element, has been ended itself. It only adds the two
    parts of a table that need not be written, and an empty paragraph for a ``</p>`` too many: three times the depth and
    one. What it opens again is formatting that is not ended yet: for each tag or text at most as much as the depth.
    """
    deepest = 0
    stack: list[str] = []
    for is_end, name, attributes in tags_as_written(source):
        if name in _FOREIGN or (most and len(attributes) > 2 * most and attribute_count(attributes) > most):
            return None
        if is_end:
            if not stack or stack.pop() != name:
                return None
        elif name not in _VOID:
            stack.append(name)
            if len(stack) > deepest:
                deepest = len(stack)
    return None if stack else deepest


def _depth_of_tokens(markup: str) -> int:
    depth = deepest = 0
    for token in tokens(markup):
        if token.name in _VOID or token.type is TokenType.TEXT:
            continue
        depth += 1 if token.type is TokenType.START else -1
        deepest = max(deepest, depth)
    return deepest
