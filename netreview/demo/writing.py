"""What the authors of the demonstration do: start, write, answer points, hand in."""

from articles import drafting, manuscripts
from articles.formats.draft import Draft
from articles.models import ArticleVersion, Reference, User, Variant
from netreview.demo.stage import Facts, Stage, read_draft
from reviews import letters, reviewing, workflow
from reviews.answering_points import answer_points, mark_of, stored

FACTS = ("question", "heading", "countries", "searched_to", "funding", "ai_statement")


def start(stage: Stage, article: Facts, told: Facts) -> None:
    """A first version, or the next one of an article that has been approved."""
    name, lead = article["name"], stage.people[article["lead"]]
    draft = read_draft(told["file"] if "file" in told else told["rounds"][0]["file"])
    version = workflow.start(
        by=lead, question=draft.question, written_for=draft.written_for, change_class=told["change_class"],
        article=stage.articles.get(name), specialty=article["topic"], draft=draft,
    )  # fmt: skip
    stage.articles[name] = version.article
    if "what_changed" in told:
        drafting.save_facts(version, by=lead, counter=version.counter, what_changed=told["what_changed"])
    for key in article["co_authors"]:
        drafting.add_author(version, by=lead, user=stage.people[key])
    for key in (article["lead"], *article["co_authors"]):
        said = stage.script["people"][key]
        drafting.save_authorship(
            version, by=stage.people[key], credential=said["credential"], interests=said["interests"],
            name=said["printed_name"],
        )  # fmt: skip

    if "tried" in told:
        _try(version, told["tried"], by=lead)


def _try(version: ArticleVersion, tried: Facts, *, by: User) -> None:
    """Its author words a text in another way and brings the first wording back: the list of saves shows both."""
    audience = tried["audience"]
    row = Variant.objects.get(version=version, audience=audience)
    first = drafting.earlier_saves(version, audience)[0].history_id
    body = row.body.replace(tried["old"], tried["new"])
    row = drafting.save_text(
        version, audience=audience, by=by, counter=row.counter, title=row.title, body=body, is_apart=True
    )
    drafting.bring_back(version, audience=audience, by=by, counter=row.counter, save=first)


def hand_in(stage: Stage, article: Facts, told: Facts) -> None:
    """A round begins: from the second on, its text is written anew and every point is answered."""
    version, lead = stage.version(article["name"]), stage.people[article["lead"]]
    if "answers" in told:
        write_anew(version, read_draft(told["file"]), by=lead)
        _answer(stage, version, told["answers"], by=lead)
    for key in (article["lead"], *article["co_authors"]):
        fresh = stage.version(article["name"])
        reviewing.confirm_authorship(fresh, by=stage.people[key], digest=manuscripts.draft_digest(fresh))
    workflow.submit(stage.version(article["name"]), by=lead)


def write_anew(version: ArticleVersion, draft: Draft, *, by: User) -> None:
    """The version says what the draft says: facts, works, texts, and no works that it no longer cites."""
    facts = {name: getattr(draft, name) for name in FACTS}
    drafting.save_facts(
        version, by=by, counter=version.counter, ai_used="yes" if draft.ai_used else "no", **facts
    )
    works = {row.key: row for row in Reference.objects.filter(version=version)}
    drafting.add_references(
        version, by=by, references=[work for work in draft.references if work.key not in works]
    )
    for work in draft.references:
        if work.key in works:
            drafting.save_reference(
                version, by=by, key=work.key, csl=work.csl, counter=works[work.key].counter, raw=work.raw,
                kept_because=work.kept_because,
            )  # fmt: skip
    texts = {row.audience: row for row in Variant.objects.filter(version=version)}
    for audience, text in draft.texts.items():
        counter = texts[audience].counter if audience in texts else 0
        drafting.save_text(
            version, audience=audience, by=by, counter=counter, title=text.title, body=text.body
        )
    for audience in texts.keys() - draft.texts.keys():
        drafting.remove_text(version, audience=audience, by=by)
    for key in works.keys() - {work.key for work in draft.references}:
        drafting.remove_reference(version, by=by, key=key)


def _answer(stage: Stage, version: ArticleVersion, answers: list[Facts], *, by: User) -> None:
    letter = letters.letter_of(letters.last_sent_back(version))
    given = {stage.points[said["point"]]: (said["kind"], said["answer"]) for said in answers}
    answer_points(version, by=by, seen=mark_of(stored(letter.points)), answers=given)
