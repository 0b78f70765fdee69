"""What the board and the editor of the demonstration do: declare, review, rule, retract."""

from articles.models import ArticleVersion, Manuscript, Sentence, User
from netreview.demo.stage import Facts, Stage
from reviews import reviewing, workflow
from reviews.commenting import save_comment
from reviews.models import Comment, Review


def take_on(stage: Stage, name: str, told: Facts) -> None:
    """A reviewer is asked or takes the review, declares, and an editor answers where there is an interest."""
    version, person = stage.version(name), stage.people[told["reviewer"]]
    if told["how"] == "assigned":
        reviewing.assign(version, by=stage.editor, reviewer=person)
    else:
        reviewing.take(version, by=person)
    disclosure = told["disclosure"]
    reviewing.disclose(version, by=person, kind=disclosure["kind"], text=disclosure.get("text", ""))
    if "ruling" in told:
        ruling = told["ruling"]
        reviewing.rule_on_interest(
            version,
            by=stage.people[ruling["by"]],
            person=person,
            ruling=ruling["ruling"],
            reason=ruling["reason"],
        )


def hand_back(stage: Stage, name: str, told: Facts) -> None:
    reviewing.hand_back(stage.version(name), by=stage.people[told["reviewer"]], reason=told["reason"])


def review(stage: Stage, name: str, told: Facts) -> None:
    """A review from its beginning to its end, if it has one."""
    version, person, end = stage.version(name), stage.people[told["reviewer"]], told["end"]
    begun = reviewing.begin(version, by=person)
    for comment in told.get("comments", ()):
        _comment(version, person, comment, kind=comment["kind"], body=comment["body"])
    for point in told.get("points", ()):
        made = _comment(version, person, point, kind=Comment.Kind.MUST, body=point["text"])
        stage.points[point["id"]] = made.pk
    reviewing.save_review(
        version, by=person, counter=begun.counter, answers=_answers(begun, told), audiences=told["reads"],
        ai_used="yes" if told["ai_used"] else "no", reason=told.get("letter", ""),
    )  # fmt: skip
    if end == "sign":
        reviewing.sign(version, by=person, password=stage.password, audiences=told["reads"])
    elif end == "changes":
        reviewing.ask_for_changes(version, by=person, reason=told["letter"])
    elif end == "comment":
        reviewing.comment_only(version, by=person)


def _comment(version: ArticleVersion, by: User, place: Facts, *, kind: str, body: str) -> Comment:
    sentence = sentence_at(version.manuscript, place["audience"], place["starts"])
    return save_comment(
        version,
        by=by,
        audience=place["audience"],
        anchor=sentence.anchor,
        kind=kind,
        body=body,
        quote=sentence.text,
    )


def sentence_at(manuscript: Manuscript, audience: str, starts: str) -> Sentence:
    """The one sentence of a sealed text that begins with these words."""
    return Sentence.objects.get(manuscript=manuscript, audience=audience, text__startswith=starts)


def _answers(begun: Review, told: Facts) -> dict[str, dict[str, str]]:
    """An answer for each question; a review that has not ended has those that the script names."""
    others = "" if told["end"] == "none" else "yes"
    named = {
        key: said if isinstance(said, dict) else {"answer": said}
        for key, said in told.get("answers", {}).items()
    }
    return {
        entry["id"]: {
            "answer": named.get(entry["id"], {}).get("answer", others),
            "passage": _passage(named.get(entry["id"], {})),
        }
        for entry in begun.answers
    }


def _passage(said: Facts) -> str:
    """The words that an answer is about, then what its reviewer remarks."""
    quoted = f"“{said['passage']}”" if "passage" in said else ""
    return ": ".join(part for part in (quoted, said.get("remark", "")) if part)


def retract(stage: Stage, name: str, told: Facts) -> None:
    notice = told["notice"]
    workflow.retract(
        stage.version(name), by=stage.people[told["by"]], password=stage.password, public=told["public"],
        for_editors=told["for_editors"], text={audience: said["text"] for audience, said in notice.items()},
        instead={audience: said["instead"] for audience, said in notice.items()},
    )  # fmt: skip
