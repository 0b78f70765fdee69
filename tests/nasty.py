"""Sixty things that people, programs and bad luck put into fields; bytes, because a request carries bytes."""

HOUR = "2026-11-25T10:00:00Z"
FLAG = "\U0001f3f4\U000e0067\U000e0062\U000e0073\U000e0063\U000e0074\U000e007f"
FAMILY = "\U0001f468\u200d\U0001f469\u200d\U0001f467\u200d\U0001f466"


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")


NASTY: dict[str, bytes] = {
    # What no database keeps, and what is no text
    "nul": b"\0",
    "nul inside": b"dose\0dose",
    "lone surrogate": _bytes("half \ud83d of it"),
    "pair of surrogates written as two": _bytes("\ud83d\ude00"),
    "overlong slash": b"\xc0\xaf..\xc0\xaf",
    "latin-1": b"caf\xe9 au lait",
    "cut off in a letter": b"na\xc3",
    "every byte": bytes(range(256)),
    "controls": b"\x01\x02\x07\x08\x0b\x0c\x1b[31mred\x1b[0m\x7f",
    "c1 controls": _bytes("\x80\x85\x9b31m"),
    "noncharacters": _bytes("\ufffe\uffff\U0010ffff"),
    # What is not seen, or seen otherwise
    "right to left override": _bytes("take \u202e01 mg\u202c daily"),
    "isolates left open": _bytes("\u2066\u2067\u2068 never closed"),
    "arabic with latin": _bytes("الجرعة 10 mg يوميا"),
    "byte order mark": _bytes("\ufefffirst"),
    "zero width": _bytes("as\u200bpi\u200crin\u200d\u2060"),
    "only zero width": _bytes("\u200b\u200b\u200b"),
    "soft hyphens": _bytes("para\u00adceta\u00admol"),
    "two hundred accents": _bytes("e" + "\u0301" * 200),
    "accents in no order": _bytes("a\u0327\u0301\u0323\u0302" * 40),
    "not composed": _bytes("Ångström A\u030angstro\u0308m"),
    "compatibility forms": _bytes("ﷺ ﬁ ㎎ ①½ Ｄｏｓｅ"),
    "family of four": _bytes(FAMILY * 60),
    "flag of tags": _bytes(FLAG * 20),
    "line and paragraph separators": _bytes("one\u2028two\u2029three"),
    # Ends of lines, spaces, nothing
    "nothing": b"",
    "spaces": b"   \t  ",
    "hard spaces": _bytes("\u00a0\u2003\u3000"),
    "only ends of lines": b"\r\n\r\n\n\r",
    "line ends of all kinds": b"a\rb\nc\r\nd\n\re",
    "header": b"x\r\nSet-Cookie: owned=1\r\n\r\n<nasty-tag>",
    # Long
    "ten thousand letters": b"a" * 10_000,
    "seventy thousand letters in words": b"dose " * 14_000,
    "two thousand lines": b"\n".join([b"- x"] * 2_000),
    # Numbers and days
    "five thousand digits": b"9" * 5_000,
    "past eight bytes": b"9223372036854775808",
    "minus one": b"-1",
    "no number": b"NaN",
    "other digits": _bytes("٣٢١²½Ⅷ"),
    "large exponent": b"1e999999999",
    "day that never was": b"2026-02-30",
    "year zero": b"0000-00-00",
    "last year of all": b"9999-12-31",
    "moment with zone": HOUR.encode(),
    # Other languages than ours
    "element": b"<nasty-tag onclick=alert(1)>x</nasty-tag>",
    "end of everything": b"</textarea></title></script>--><nasty-tag>",
    "attribute": b"\" onfocus=alert(1) autofocus x='<nasty-tag>",
    "half a comment": b"<!-- text: patient --><!--",
    "template": b"{{ settings.SECRET_KEY }}{% load x %}{# y #}${7*7}",
    "format": b"%s%n%(name)s{0}{name.__class__}",
    "sql": b"'; DROP TABLE articles_article; --\\",
    "like": b"%_\\%\"'`",
    "paths": b"../../../../etc/passwd\\..\\windows",
    "links to programs": b"[a](javascript:alert(1)) <javascript:alert(1)> [b](data:text/html,<nasty-tag>) ![c](vbscript:x)",
    "markdown that never ends": b"[" * 2_000 + b"*_`" * 500 + b"> " * 300,
    "fences": b"::: recommendation direction=against\n::: help\n:::: x\n[@a; @" + b"::: " * 200,
    "front matter": b"---\nquestion: !!python/object/apply:os.system [id]\na: &a [*a, *a]\n---\n# x\n",
    "yaml that grows": b"---\na: &a [x,x,x,x,x,x,x,x,x]\nb: &b [*a,*a,*a,*a]\nc: &c [*b,*b,*b]\n---\n",
    "json that nests": b"[" * 5_000 + b"]" * 5_000,
    "json with half a character": b'[{"id": "a\\ud800", "type": "book", "title": "\\u0000", "issued": {"date-parts": [[1e400]]}}]',
}

# What a database may refuse, fold, cut or count otherwise than another: no text, case and length, numbers, days, its
# own languages. The rest is about pages, which are made the same from whatever database.
FOR_DATABASES = (
    "nul", "nul inside", "lone surrogate", "pair of surrogates written as two", "overlong slash", "latin-1",
    "cut off in a letter", "every byte", "controls", "c1 controls", "noncharacters", "not composed",
    "compatibility forms", "nothing", "spaces", "ten thousand letters", "seventy thousand letters in words",
    "five thousand digits", "past eight bytes", "minus one", "no number", "other digits", "large exponent",
    "day that never was", "year zero", "last year of all", "moment with zone", "sql", "like", "json that nests",
    "json with half a character",
)  # fmt: skip


def as_read(sent: bytes) -> str:
    """The text that a form gets for these bytes."""
    return sent.decode("utf-8", "replace")
