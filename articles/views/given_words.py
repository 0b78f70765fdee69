"""What fields are called and what choices say, on a page that knows no form any more."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.audiences import FACTS

LONGEST_LINE = 80
Label = str | Promise

# "answer-numbers" is the answer to the question "numbers"; %(rest)s is what comes after the prefix, in words.
PREFIXES: Mapping[str, Label] = {
    "answer": gettext_lazy("Your answer: %(rest)s"),
    "passage": gettext_lazy("The passage: %(rest)s"),
    "text": gettext_lazy("What happened, to readers of the %(rest)s"),
    "instead": gettext_lazy("What they should do instead: %(rest)s"),
    "ask": gettext_lazy("Your answer: %(rest)s"),
}
SUFFIXES: Mapping[str, Label] = {
    "kind": gettext_lazy("Your answer to a point"),
    "body": gettext_lazy("Your words on a point"),
}
NAMES: Mapping[str, Label] = {
    "ai_statement": gettext_lazy("How AI was used"),
    "ai_used": gettext_lazy("Use of AI"),
    "audiences": gettext_lazy("Text that you read"),
    "body": gettext_lazy("Your text"),
    "change_class": gettext_lazy("What this version is to the one before it"),
    "due_on": gettext_lazy("Due on"),
    "email": gettext_lazy("E-mail address"),
    "end": gettext_lazy("Your decision"),
    "for_editors": gettext_lazy("For editors only"),
    "kept_because": gettext_lazy("Why it is cited although it was retracted"),
    "key": gettext_lazy("Citation key"),
    "kind": gettext_lazy("What kind"),
    "on": gettext_lazy("Paragraph"),
    "passage": gettext_lazy("The passage"),
    "public": gettext_lazy("For the public record"),
    "quote": gettext_lazy("The words it is about"),
    "raw": gettext_lazy("As it was pasted"),
    "reason": gettext_lazy("Reason"),
    "sentence": gettext_lazy("How it ends"),
    "searched_to": gettext_lazy("Evidence searched to"),
    "text": gettext_lazy("Your text"),
    "to_author": gettext_lazy("To the author"),
    "what": gettext_lazy("What is wrong"),
    "what_changed": gettext_lazy("What changed, for readers"),
    "written_for": gettext_lazy("Written for"),
}
CHOICES: Mapping[str, Label] = {
    "yes": gettext_lazy("Yes"),
    "no": gettext_lazy("No"),
    "none": gettext_lazy("None"),
    "outside": gettext_lazy("Outside my field"),
    "changed": gettext_lazy("Changed"),
    "not_changed": gettext_lazy("Not changed, because"),
    "must": gettext_lazy("Must change"),
    "suggestion": gettext_lazy("Suggestion"),
    "question": gettext_lazy("Question"),
    "interest": gettext_lazy("An interest"),
    "sign": gettext_lazy("Sign"),
    "ask_for_changes": gettext_lazy("Ask for changes"),
    "object": gettext_lazy("Object on safety grounds"),
    "comment_only": gettext_lazy("Finish without deciding"),
    "not_relevant": gettext_lazy("Not relevant"),
    "stands_aside": gettext_lazy("Stands aside"),
    "correction": gettext_lazy("Correction"),
    "concern": gettext_lazy("Expression of concern"),
    "update": gettext_lazy("Update"),
    "editorial": gettext_lazy("Editorial"),
    "renewal": gettext_lazy("Renewal"),
    **{audience: facts.label for audience, facts in FACTS.items()},
}
# Where somebody chooses rather than writes; elsewhere "no" is a word that somebody wrote.
CHOSEN = frozenset(
    {"kind", "end", "ai_used", "audiences", "written_for", "change_class", "ruling", "answer", "ask"}
)


def in_words(name: str, value: str) -> tuple[str, str, bool]:
    """What the field is called, what it held, and whether that fits on a line."""
    prefix, _dash, rest = name.partition("-")
    suffix = name.rpartition("-")[2] if rest else ""
    if CHOSEN & {name, prefix, suffix}:
        value = str(CHOICES.get(value, value))
    elif name == "on" and value.startswith("p-"):
        value = value.removeprefix("p-")
    is_line = "\n" not in value.strip() and len(value) <= LONGEST_LINE
    return _label(name, prefix, rest, suffix), value, is_line


def _label(name: str, prefix: str, rest: str, suffix: str) -> str:
    if name in NAMES:
        return str(NAMES[name])
    if prefix in PREFIXES and rest:
        shown = str(FACTS[rest].text_name) if rest in FACTS else humanised(rest)
        return str(PREFIXES[prefix]) % {"rest": shown}
    if prefix == "point" and suffix in SUFFIXES:
        return str(SUFFIXES[suffix])
    return humanised(name).capitalize() or _("Without a name")


def humanised(name: str) -> str:
    """A name of the code as words: "container-title" is "container title"."""
    return " ".join(name.replace("_", " ").replace("-", " ").split())
