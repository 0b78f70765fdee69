"""What a text must be before it is handed in."""

from collections.abc import Iterator

from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from articles import checks, editorial, manuscripts
from articles.models import ArticleVersion
from articles.states import OPEN, SAME_WORDS, ChangeClass, State
from reviews import objections
from reviews.case import Case, newest_policy
from reviews.guards.standing import foundation
from reviews.letters import last_asking_for_changes, letter_of
from reviews.models import Comment


def nothing_missing(case: Case) -> Iterator[str]:
    yield from (item.sentence for item in checks.missing(case.version))


def every_point_answered(case: Case) -> Iterator[str]:
    if case.unanswered_points:
        count = len(case.unanswered_points)
        yield ngettext(
            "%(count)d point of the last review is not answered yet.",
            "%(count)d points of the last review are not answered yet.",
            count,
        ) % {"count": count}


def differs_from_what_came_back(case: Case) -> Iterator[str]:
    """A text of which changes were asked comes again otherwise, or with a reason why not, also where its author took it
    back in between; one that was taken back before that may come as it was.
    """
    sent_back = last_asking_for_changes(case.version)
    if sent_back is None:
        return
    if manuscripts.draft_digest(case.version) != sent_back.manuscript_id:
        return
    answers = [(point.name, point.answer.kind) for point in letter_of(sent_back).points if point.answer]
    changed = [name for name, kind in answers if kind == Comment.Kind.CHANGED]
    if changed:
        sentence = ngettext(
            "At point %(points)s you say that you changed the text, but it is word for word the one that came back.",
            "At points %(points)s you say that you changed the text, but it is word for word the one that came back.",
            len(changed),
        )
        yield sentence % {"points": get_text_list(changed, _("and"))}
    elif not answers:
        yield _(
            "This is word for word the text that came back. Change what the letter asks for, then submit it."
        )


def base_is_current(case: Case) -> Iterator[str]:
    if case.version.base_id != case.article.current_id:
        yield _("Another version was approved since this one was started. Start again from that version.")


def class_fits(case: Case) -> Iterator[str]:
    """What a version claims to be, it is: wording only, the same text, or another one."""
    version = case.version
    if version.base is None:
        if version.change_class != ChangeClass.FIRST:
            yield _("There is no approved version yet, so this is a first version.")
        return
    if version.change_class == ChangeClass.FIRST:
        yield _("An approved version exists, so this is not a first version.")
        return
    old = manuscripts.read(version.base.manuscript)
    new = manuscripts.contents(version)
    if version.change_class not in SAME_WORDS:
        if all(old[part] == new[part] for part in new if part != "change_class"):
            yield _(
                "This is word for word the text of version %(number)d, so nothing was updated or corrected."
            ) % {"number": version.base.number}
        return
    yield from same_words_have_a_base(case)
    if version.change_class == ChangeClass.RENEWAL:
        if any(old[part] != new[part] for part in ("question", "heading", "variants", "references")):
            yield _("A renewal is the same text reviewed again, and this text differs from the approved one.")
        return
    if editorial_steps(version) > case.rules.editorial_steps:
        yield _(
            "There have been %(count)d editorial changes since the last full review: this one needs a full one."
        ) % {"count": case.rules.editorial_steps}
    yield from editorial.substantive_changes(old, new)


def same_words_have_a_base(case: Case) -> Iterator[str]:
    """The same words again are enough only while the reviewed text below them stands."""
    version = case.version
    if version.change_class in SAME_WORDS and version.base and version.base.state != State.APPROVED:
        yield _(
            "The version before this one does not stand, so the same words are not enough: write an update or a correction."
        )


def editorial_steps(version: ArticleVersion) -> int:
    """How many editorial versions in a row end in this one."""
    return len(foundation(version)) - 1


def no_other_open_version(case: Case) -> Iterator[str]:
    if case.article.pk and case.article.versions.filter(state__in=OPEN).exclude(pk=case.version.pk).exists():
        yield _("Another version of this article is being worked on. There is only ever one.")


def rests_on_an_approved_text(case: Case) -> Iterator[str]:
    """A next version is a copy of the approved one; beside an open version `no_other_open_version` says enough."""
    article = case.article
    if article.pk and article.current_id is None and not article.versions.filter(state__in=OPEN).exists():
        yield _("No version of this article was approved yet. Open the one again that was put away.")


def no_objection_was_left_behind(case: Case) -> Iterator[str]:
    """An objection that its author walks away from would not be seen by who reviews another version."""
    for number in objections.left_behind(case.article) if case.article.pk else ():
        if number != case.version.number:
            yield _(
                "An objection on safety grounds to version %(number)d stands. Open that version again and answer it there, or ask an editor about lifting it."
            ) % {"number": number}


def a_policy_is_in_force(case: Case) -> Iterator[str]:
    if newest_policy() is None:
        yield _("No editorial policy is in force yet. An editor has to sign one first.")
