"""Renaming a reference in the citations of a text."""

import re

from articles.citations import KEY, cited_keys

_BRACKET = re.compile(rf"\[@{KEY.pattern}[^\[\]]{{0,4000}}\]")
_MARKED_KEY = re.compile(rf"@({KEY.pattern})(?![A-Za-z0-9_:.-])")


def rename_key(body: str, old: str, new: str) -> str:
    """`body` with each citation of `old` as one of `new`; what only looks like one (code) is left alone.

    Raises TooLong, as every reading of a text does.
    """
    if f"@{old}" not in body:
        return body
    stem = _unused_stem(body)
    places: list[str] = []

    def stand_in(marked: re.Match[str]) -> str:
        if marked[1] != old:
            return marked[0]
        places.append(f"{stem}{len(places)}")
        return f"@{places[-1]}"

    marked = _BRACKET.sub(lambda bracket: _MARKED_KEY.sub(stand_in, bracket[0]), body)
    cited = set(cited_keys(marked))
    return re.sub(rf"@({stem}[0-9]+)", lambda place: f"@{new if place[1] in cited else old}", marked)


def _unused_stem(body: str) -> str:
    """The beginning of keys that the text does not hold, short enough to keep every bracket one."""
    return next(stem for stem in (f"z{n}z" for n in range(len(body) + 1)) if stem not in body)
