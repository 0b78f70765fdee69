"""Refusals: what a verb raises when it does nothing."""

from typing import Any


class Refused(Exception):
    """Nothing was changed; `sentences` say why, in words a person can act on."""

    def __init__(self, *sentences: Any) -> None:
        self.sentences = tuple(str(sentence) for sentence in sentences)
        super().__init__(" ".join(self.sentences))


class Stale(Refused):
    """The row was saved by somebody else meanwhile; `stored` is that row as it stands now."""

    def __init__(self, *sentences: Any, stored: Any = None) -> None:
        super().__init__(*sentences)
        self.stored = stored
