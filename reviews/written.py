"""Written: whether the rows of an article say who wrote it, and whose signature it needs, as the record does."""

from collections.abc import Callable, Mapping
from itertools import pairwise

from articles.models import Article, Authorship, Contributor, Reference, Variant
from articles.states import WRITABLE, State
from reviews.models import EditorialPolicy
from reviews.replay import Report, Story

Policies = Mapping[str, EditorialPolicy]
UNSUBMITTED = WRITABLE | {State.WITHDRAWN, State.DECLINED}


def _check_contributors(story: Story, policies: Policies, report: Report) -> None:
    """Whoever a submission or the history of a text names is there; who is there could write, and was named or wrote since."""
    named = {uid for entry in story.of("submit") for uid in entry.facts["contributors"]}
    there = Contributor.objects.filter(article=story.book.article).select_related("user")
    rows = {str(row.user.uid): str(row.user) for row in there}
    report.counts["contributors"] += len(rows)
    place = f"article {story.book.name}"
    for uid in sorted(named - rows.keys()):
        report.wrong(place, f"its contributor {uid} is no longer there.")
    wrote = _wrote(story.book.article)
    for uid in sorted(wrote.keys() - rows.keys() - named):
        report.wrong(place, f"{wrote[uid]} wrote part of it, as its history says, and is no contributor.")
    told = set() if UNSUBMITTED & set(story.states.values()) else rows.keys() - named
    for uid in sorted(told):
        report.wrong(place, f"no submission names its contributor {rows[uid]}.")
    # A submission names who is there, so it vouches for nobody who was put there before it.
    for uid in sorted(rows.keys() - told - wrote.keys() - _could_write(story)):
        report.wrong(place, f"its contributor {rows[uid]} neither began it nor was ever named as its author.")


def _could_write(story: Story) -> set[str]:
    """The uids of who began it, and of all whom a version ever named as an author: nobody else can write on it."""
    named = Authorship.history.filter(version__article=story.book.article)
    authors = {str(uid) for uid in named.values_list("user__uid", flat=True).distinct().order_by()}
    return authors | {str(entry.said["actor"]) for entry in story.of("start")[:1]}


def _wrote(article: Article | None) -> dict[str, str]:
    """By uid, the names of those who saved something of the article, as the history of its working copies tells."""
    found = {}
    for model in (Variant, Reference):
        saved = model.history.filter(version__article=article).exclude(history_user=None)  # type: ignore[attr-defined]
        told = saved.values_list("history_user__uid", "history_user__printed_name").distinct().order_by()
        found.update({str(uid): name for uid, name in told})
    before: dict[int, tuple[str, ...]] = {}
    named = Authorship.history.filter(version__article=article).order_by("history_id")
    for row in named.select_related("history_user"):
        words = (row.name, row.credential, row.interests)
        # Whoever only confirmed a text wrote nothing.
        is_writing = row.history_type != "~" or before.get(row.id, words) != words
        before[row.id] = words
        if row.history_user is not None and is_writing:
            found[str(row.history_user.uid)] = str(row.history_user)
    return found


def _check_lead(story: Story, policies: Policies, report: Report) -> None:
    """Whoever began an article leads it; no verb hands one on."""
    begun = story.of("start")
    lead = str(story.book.article.lead_author.uid)
    if begun and begun[0].said["actor"] != lead:
        report.wrong(f"article {story.book.name}", "its lead author is not the person who began it.")


def _check_specialty(story: Story, policies: Policies, report: Report) -> None:
    """Whose signature it needs is what was submitted, unless a draft is written since; and what was saved last."""
    article, place = story.book.article, f"article {story.book.name}"
    newest = story.of("start", "reopen", "submit")[-1:]
    for entry in newest:
        if entry.move == "submit" and entry.facts["specialty"] != article.specialty:
            report.wrong(place, "its specialty is not the one that was submitted.")
    rows = article.history.order_by("history_id").values_list("specialty", "slug", "current")
    saved = [*rows, *([(article.specialty, article.slug, article.current_id)] if rows else ())]
    # It is saved by itself. What another save brings along, or no save at all, was put there by somebody else.
    if any(old[0] != new[0] and (old[1:] != new[1:] or new is saved[-1]) for old, new in pairwise(saved)):
        report.wrong(place, "its specialty is not the one that was saved last, as its history says.")


def _check_confirmations(story: Story, policies: Policies, report: Report) -> None:
    """Each named author confirmed the text that the board has; nobody is said to have confirmed another."""
    told = {
        (entry.said["version"], entry.said["actor"], entry.facts["text"])
        for entry in story.of("confirm_authorship")
    }
    rows = Authorship.objects.filter(version__article=story.book.article).select_related("version", "user")
    for row in rows:
        report.counts["confirmations"] += 1
        digest, version = row.confirmed_digest, row.version
        place = f"article {story.book.name}, version {version.number}, its author {row.user}"
        is_told = (version.number, str(row.user.uid), digest) in told
        if digest and not is_told:
            report.wrong(place, "no decision says that they confirmed this text.")
        elif version.state not in UNSUBMITTED and digest != version.manuscript_id:
            report.wrong(place, "they did not confirm the text that was submitted.")


CHECKS: tuple[Callable[[Story, Policies, Report], None], ...] = (
    _check_contributors,
    _check_lead,
    _check_specialty,
    _check_confirmations,
)
"""All that is compared of who wrote one article, and for whom."""
