"""Names that nobody means well with."""

from itertools import chain, product
from unicodedata import normalize

_WORDS = (
    "BBC", "bbc", "Bbc", "新闻", "新聞", "Café", "CAFÉ", "Straße", "STRASSE", "ﬁn", "fin", "İ", "i", "ı", "I", "ς", "σ",
    "Σ", "ＢＢＣ", "한국어", "हिन्दी", "می‌خواهم", "العربية", "עברית", "ไทย", "日本語ー々", "🔥", "👨\u200d👩\u200d👧", "🏴\U000e0067\U000e0062\U000e007f",
    "C", "C++", "C#", "c--", "a.b", "a..b", "a_b", "a-b", "a b", "e.g.", "…", "½", "Ⅷ", "ª", "№", "0", "-1", "null",
)  # fmt: skip
_PLACES = (
    "", ".", "..", "...", "/", "\\", "../..", "/etc/passwd", "..\\..\\x", "a/../../b", "C:\\x", "~", "~/x", ".git", "_x",
    "con", "CON", "Con.txt", "aux.example.org", "NUL", "prn.", "COM1", "com¹", "LPT9.log", "conin$", "index.html",
    "INDEX.HTML", "atom.xml", "a.", "a ", " a", "a:b", "a|b", "a?b", "a*b", 'a"b', "<a>", "%2e%2e%2f", "%", "#", "&amp;",
    "a\x00b", "a\nb", "a\x1b[31mb", "\ud800", "a\udfff", "\ufffe", "\U0010ffff", "\u0301", "\u0301a", "\ufeff", "\u200b",
    "\u2800", "\u3164", "／", "．．", "℀", "a／．．／b", "x\u2028y", "javascript:x", "${x}", "{{ x }}", "'; --",
)  # fmt: skip
_LONG = ("x" * 300, "X" * 300, "新" * 300, "é" * 300, "e\u0301" * 300, "🔥" * 300, "ab " * 100, "." * 300, "x" * 299 + "y",
         "e" + "\u0301" * 299, "𠀀" * 300, f"{'x' * 79}.y", f"{'x' * 80}-y", f"{'新' * 66}a{'é' * 9}", "a" * 80 + "\u0301")  # fmt: skip
_AROUND = (
    "{}",
    "\u202e{}",
    "\u2067{}\u2069",
    " {}\u200b",
    "{}.",
    "../{}",
    "{}/..",
    "con.{}",
    "{}!",
    "{} 2",
    "«{}»",
    "aux.{}.",
    "_{}",
    "{}\u0323\u0301",
)


def hostile_names() -> list[str]:
    """Return more than 500 names, some of which are one name."""
    dressed = (around.format(name.replace("{", "").replace("}", "")) for around, name in product(_AROUND, _WORDS))
    forms = chain.from_iterable(
        (name, name.upper(), name.lower(), normalize("NFD", name), normalize("NFC", name)) for name in (*_WORDS, *_LONG)
    )
    return list(dict.fromkeys([*_WORDS, *_PLACES, *_LONG, *dressed, *forms]))
