"""Reading: what the readers of the demonstration report and ask, and the topics that its editors keep for them."""

from collections.abc import Callable, Iterator
from functools import partial

from articles import asking, reports, topics
from articles.reports import About
from netreview.demo.stage import Facts, Stage
from reviews import reader_reports, record


def scenes(stage: Stage) -> Iterator[tuple[int, Callable[[], None]]]:
    """Days before today, and what happens."""
    told = stage.script["readers"]
    for topic in told["topics"]:
        yield told["topics_ago"], partial(_keep_topic, stage, topic)
    for report in told["reports"]:
        yield report["ago"], partial(_report, stage, report)
    for question in told["questions"]:
        yield question["ago"], partial(_ask, stage, question)


def _page(stage: Stage, told: Facts) -> About:
    article = stage.articles[told["article"]]
    article.refresh_from_db()
    return reports.about(str(article.slug), told["audience"])


def _keep_topic(stage: Stage, told: Facts) -> None:
    by = stage.editor
    made = topics.begin(by=by, name=told["name"], description=told["description"])
    topics.put(made, by=by, chosen={stage.articles[name].pk for name in told["articles"]}, seen=set())


def _report(stage: Stage, told: Facts) -> None:
    sent = reports.send(
        _page(stage, told), kind=told["kind"], what=told["what"], passage=told["passage"], address=told["address"],
        asked_from=None, at=record.now(),
    )  # fmt: skip
    if "closed_with" in told:
        reader_reports.close(sent, by=stage.people[told["by"]], sentence=told["closed_with"])


def _ask(stage: Stage, told: Facts) -> None:
    asking.ask(_page(stage, told), text=told["text"], asked_from=None, at=record.now())
