"""The topics that editors keep: their list, a new one, one with its articles, removing one."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from articles import topics as kept
from articles.models import Topic
from articles.refusals import Refused
from articles.views.doors import form_page, private
from reviews.forms import PlainForm
from reviews.forms_topics import TopicArticlesForm, TopicForm, in_topic
from reviews.views.house import Act, answer, only_for_editors


@private
@require_safe
def topics_desk(request: HttpRequest) -> HttpResponse:
    """Every topic, with how many articles are in it."""
    only_for_editors(request)
    return render(request, "reviews/house/topics.html", {"topics": in_topic()})


@private
@form_page
def topic_new(request: HttpRequest) -> HttpResponse:
    """A new topic."""
    only_for_editors(request)
    act = Act(
        title=_("A new topic"), button=_("Make the topic"), form=TopicForm(_typed(request)), do=None,
        done=_("The topic is there. Choose its articles."), back=reverse("topics_desk"),
        lede=_("Its address is made of its name, and stays when the name is changed."),
    )  # fmt: skip

    def do(given: dict[str, Any]) -> None:
        act.back = reverse("topic_desk", args=[kept.begin(by=request.user, **given).pk])

    act.do = do
    return answer(request, act)


def _typed(request: HttpRequest) -> Any:
    return request.POST if request.method == "POST" else None


@private
@form_page
def topic_desk(request: HttpRequest, pk: int) -> HttpResponse:
    """One topic: its name and description, and the articles in it, saved together."""
    only_for_editors(request)
    topic = get_object_or_404(Topic, pk=pk)
    form = TopicForm(_typed(request), initial={"name": topic.name, "description": topic.description})
    chosen = TopicArticlesForm(_typed(request), topic=topic)
    if request.method == "POST" and form.is_valid() and chosen.is_valid():
        try:
            kept.describe(topic, by=request.user, **form.cleaned_data)
            kept.put(
                topic,
                by=request.user,
                chosen=chosen.cleaned_data["articles"],
                seen=chosen.cleaned_data["seen"],
            )
        except Refused as refusal:
            form.add_error(None, list(refusal.sentences))
        else:
            messages.success(request, _("Saved. Readers see it within a minute."))
            return redirect("topic_desk", pk=pk)
    facts = {"topic": topic, "form": form, "chosen": chosen}
    status = 422 if form.errors or chosen.errors else 200
    return render(request, "reviews/house/topic.html", facts, status=status)


@private
@form_page
def topic_remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Remove a topic; its articles stay."""
    only_for_editors(request)
    topic = get_object_or_404(Topic, pk=pk)
    return answer(request, Act(
        title=_("Remove the topic %(name)s") % {"name": topic.name}, button=_("Remove the topic"),
        form=PlainForm(_typed(request)), do=lambda _given: kept.delete(topic, by=request.user), done=_("The topic is gone; its articles stay."),
        back=reverse("topics_desk"), tone="stop",
        consequences=[_("Its articles stay where they are."), _("Its address leads nowhere any more.")],
    ))  # fmt: skip
