"""The plain part of YAML: mappings, lists, text, whole numbers, true, false and null, with line numbers."""

import re
from dataclasses import dataclass
from typing import Any

import yaml
from django.utils.translation import gettext as _

from articles.cleaning import Unwritable, clean
from articles.formats.draft import MAX_DEPTH, MAX_INTEGER, MAX_INTEGER_DIGITS, Refused, shortened

DEEPEST = MAX_DEPTH + 4
"""The front matter, its list of references, one reference and its CSL lie around what `MAX_DEPTH` counts."""
MAX_NODES = 200_000

INTEGER = re.compile(r"-?(?:0|[1-9][0-9]*)")
WORDS = {"true": True, "false": False, "null": None, "~": None, "": None}

# libyaml is many times faster; where PyYAML was built without it, its own parser reads the same.
_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(frozen=True)
class Lined:
    """A value with the line it stands in; inside a dict or a list are `Lined` again."""

    value: Any
    line: int

    def plain(self) -> Any:
        """The value without line numbers; the depth was capped when it was read."""
        if isinstance(self.value, dict):
            return {name: item.plain() for name, item in self.value.items()}
        if isinstance(self.value, list):
            return [item.plain() for item in self.value]
        return self.value


class _Dumper(yaml.SafeDumper):
    """Writes what `load` reads: texts that would read as something else are quoted, no aliases."""

    yaml_implicit_resolvers: dict[Any, Any] = {}

    def ignore_aliases(self, data: Any) -> bool:
        return True

    def represent_text(self, data: str) -> yaml.ScalarNode:
        is_plain = "\n" not in data and "\t" not in data
        return self.represent_scalar("tag:yaml.org,2002:str", data, style=None if is_plain else '"')


_Dumper.add_representer(str, _Dumper.represent_text)
_Dumper.add_implicit_resolver("tag:yaml.org,2002:int", re.compile(rf"(?:{INTEGER.pattern})$"), None)
_Dumper.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile(r"(?:true|false)$"), ["t", "f"])
_Dumper.add_implicit_resolver("tag:yaml.org,2002:null", re.compile(r"(?:null|~|)$"), ["n", "~", ""])


def dump(value: dict[str, Any]) -> str:
    """Block YAML of plain values, one line per text; keys keep their order."""
    return yaml.dump(value, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=2**31 - 1)


def load(text: str, *, first_line: int) -> Lined:
    """The one document in `text`, already capped in size; raises `Refused`. An empty one is an empty mapping."""
    building = _Building(first_line)
    try:
        for event in yaml.parse(text, Loader=_Loader):
            building.take(event)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = mark.line + first_line if mark else None
        raise Refused(_("The front matter cannot be read as YAML here."), line) from error
    except yaml.YAMLError as error:
        raise Refused(
            _("The front matter holds a character that YAML does not allow."), first_line
        ) from error
    if building.root is None or building.root.value is None:
        return Lined({}, first_line)
    return building.root


class _Building:
    """Builds values from parser events; nothing in the file chooses what is built."""

    def __init__(self, first_line: int) -> None:
        self.first_line = first_line
        self.root: Lined | None = None
        self.open: list[tuple[Lined, list[str]]] = []
        self.nodes = 0

    def take(self, event: Any) -> None:
        line = event.start_mark.line + self.first_line if event.start_mark else self.first_line
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            raise Refused(_("Anchors and aliases (& and *) are not allowed; put the text in quotes."), line)
        if getattr(event, "tag", None):
            raise Refused(_("Tags (!) are not allowed; put the text in quotes."), line)
        if isinstance(event, yaml.DocumentStartEvent) and self.root is not None:
            raise Refused(_("The front matter must be one document."), line)
        if isinstance(event, yaml.ScalarEvent):
            self._add_scalar(event, line)
        elif isinstance(event, yaml.MappingStartEvent):
            self._open(Lined({}, line))
        elif isinstance(event, yaml.SequenceStartEvent):
            self._open(Lined([], line))
        elif isinstance(event, (yaml.MappingEndEvent, yaml.SequenceEndEvent)):
            self.open.pop()

    def _open(self, item: Lined) -> None:
        if len(self.open) >= DEEPEST:
            raise Refused(_("Lists and mappings are nested too deeply here."), item.line)
        self._add(item)
        self.open.append((item, []))

    def _add_scalar(self, event: Any, line: int) -> None:
        try:
            text = clean(event.value)
        except Unwritable as error:
            raise Refused(str(error), line) from error
        if self.open and isinstance(self.open[-1][0].value, dict) and not self.open[-1][1]:
            self._add_name(text, line)
        else:
            self._add(Lined(_scalar(text, line) if not event.style else text, line))

    def _add_name(self, name: str, line: int) -> None:
        container, waiting = self.open[-1]
        if name in container.value:
            raise Refused(_("“{name}” stands here twice.").format(name=shortened(name)), line)
        waiting.append(name)

    def _add(self, item: Lined) -> None:
        self.nodes += 1
        if self.nodes > MAX_NODES:
            raise Refused(_("The front matter has too many entries."), item.line)
        if not self.open:
            self.root = item
            return
        container, waiting = self.open[-1]
        if isinstance(container.value, list):
            container.value.append(item)
        elif waiting:
            container.value[waiting.pop()] = item
        else:
            raise Refused(_("A list or a mapping cannot be a name."), item.line)


def _scalar(text: str, line: int) -> Any:
    """What a text without quotes means."""
    if text in WORDS:
        return WORDS[text]
    if not INTEGER.fullmatch(text):
        return text
    if len(text) > MAX_INTEGER_DIGITS + 1 or abs(int(text)) > MAX_INTEGER:
        raise Refused(_("This number is too large to be kept exactly; put it in quotes."), line)
    return int(text)
