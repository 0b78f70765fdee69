"""Forms of the desk for what readers sent."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from reviews.forms import PlainForm, Words, area

MOST_SENTENCE = 2_000


class CloseForm(PlainForm):
    """How it ends, in a sentence."""

    sentence = Words(
        label=gettext_lazy("How it ends"), most=MOST_SENTENCE, widget=area(3),
        help_text=gettext_lazy("What was done, or why nothing. Authors of the article and editors read it; nothing is sent by itself."),
        error_messages={"required": gettext_lazy("Say in a sentence how it ends.")},
    )  # fmt: skip


class CloseQuestionForm(CloseForm):
    """Why no article comes of it."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["sentence"].help_text = _(
            "Why no article comes of it. Editors read it; nobody else is told."
        )
