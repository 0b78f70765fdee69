"""Forms of topics: what one is called, and which articles are in it."""

import re
from typing import Any

from django import forms
from django.db.models import Count, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.models import Edition, Topic
from articles.models.editions import ALWAYS
from reviews.forms import PlainForm, Words, area


class TopicForm(PlainForm):
    """A name and a description."""

    name = Words(
        label=gettext_lazy("Name"), most=80, widget=forms.TextInput,
        error_messages={"required": gettext_lazy("Give the topic a name.")},
    )  # fmt: skip
    description = Words(
        label=gettext_lazy("Description"), most=1_000, required=False, widget=area(3),
        help_text=gettext_lazy("One or two sentences for readers. They are not reviewed, so they make no claim."),
    )  # fmt: skip


class TopicArticlesForm(PlainForm):
    """The articles that readers can see, each with whether it is in the topic. `seen`: those that were, when the page was made."""

    articles = forms.MultipleChoiceField(
        label=gettext_lazy("Articles in it"), required=False, widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("Those that readers can see. A text that is not approved is not listed, whatever its topic."),
    )  # fmt: skip
    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, topic: Topic, **options: Any) -> None:
        inside = sorted(topic.articles.values_list("pk", flat=True))
        initial = {"articles": [str(key) for key in inside], "seen": " ".join(map(str, inside))}
        super().__init__(*args, initial=initial, **options)
        self.fields["articles"].choices = [(str(key), question) for key, question in public_articles()]
        if not self.fields["articles"].choices:
            self.fields["articles"].help_text = _("Readers can see no article yet.")

    def clean_articles(self) -> set[int]:
        return {int(key) for key in self.cleaned_data["articles"]}

    def clean_seen(self) -> set[int]:
        return {int(key) for key in re.findall(r"\b[0-9]{1,18}\b", self.cleaned_data["seen"])}


def public_articles() -> list[tuple[int, str]]:
    """Key and question of each article that has a page, by question. One query."""
    pages = Edition.objects.filter(shown_from=ALWAYS).exclude(
        kind__in=[Edition.Kind.ABSENT, Edition.Kind.RECORD]
    )
    rows = pages.order_by("version__number").values_list("article", "marks__question", "version__number")
    questions = {article: question for article, question, _number in rows.distinct()}
    return sorted(questions.items(), key=lambda pair: (pair[1].casefold(), pair[0]))


def in_topic() -> QuerySet[Any]:
    """Every topic with `count`, how many articles are in it. One query."""
    return Topic.objects.annotate(count=Count("articles")).order_by("name", "pk")
