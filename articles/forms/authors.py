"""What an author says of themselves, and whom the lead author names beside them."""

from functools import partial
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from articles import entries
from articles.forms.fields import DraftForm, Entry
from articles.models import Authorship

MAX_ADDRESS = 254


class OwnAuthorshipForm(DraftForm):
    """An author's own lines; nobody else can write them, so there is no counter to compare."""

    counter = None
    name = Entry(
        partial(entries.line, name=_("Your name"), most=entries.MAX_NAME),
        label=_("Your name as it is printed"),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    credential = Entry(
        partial(entries.line, name=_("Your credential"), most=entries.MAX_NAME),
        label=_("Your credential"),
        widget=forms.TextInput,
        help_text=_("What makes you able to write this: a profession, a degree, a post."),
    )
    interests = Entry(
        partial(entries.prose, name=_("Your statement of interests"), most=entries.MAX_PROSE),
        label=_("Your interests"),
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_(
            "Money, shares, posts or convictions of the last three years that touch this question. "
            "“None” is an answer."
        ),
    )

    def __init__(self, data: Any = None, *, row: Authorship) -> None:
        said = self.stored(row)
        super().__init__(data, initial=said | {"credential": said["credential"] or said_last(row)})

    def stored(self, row: Authorship) -> dict[str, str]:
        return {"name": row.name, "credential": row.credential, "interests": row.interests}


class CoauthorForm(DraftForm):
    counter = None
    email = Entry(
        partial(entries.line, name=_("The e-mail address"), most=MAX_ADDRESS),
        label=_("E-mail address of a co-author"),
        widget=forms.TextInput(attrs={"inputmode": "email", "autocomplete": "off", "spellcheck": "false"}),
        help_text=_("They need an account here, as an author."),
    )


def said_last(row: Authorship) -> str:
    """The credential that this author stated last, in another version; they see it before they save it (one query)."""
    others = Authorship.objects.filter(user=row.user_id).exclude(pk=row.pk).exclude(credential="")
    return others.order_by("-pk").values_list("credential", flat=True).first() or ""
