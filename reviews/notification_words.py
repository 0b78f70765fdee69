"""What people are told of each move: a title, who did what, and what they do next."""

import dataclasses

from django.utils.translation import gettext_lazy as _

from articles.models import Role

AUTHOR, EDITOR, REVIEWER, BOARD, ANYBODY = (
    Role.AUTHOR.value,
    Role.EDITOR.value,
    "reviewer",
    Role.BOARD.value,
    "",
)

NOTHING_TO_DO = _("Nothing to do now.")
TOLD_LATER = _("Nothing to do now. You are told when it comes back or is approved.")
IN_ITS_RECORD = _("Read why on its page.")


@dataclasses.dataclass(frozen=True)
class Said:
    """`what` is said where somebody did it, `by_rule` where it followed by itself."""

    title: object
    what: object
    next_step: object = NOTHING_TO_DO
    by_rule: object = ""


# By move, and by the part in which somebody is told. `text` names the article, never a word of a draft.
SAID: dict[tuple[str, str], Said] = {
    # To those who write it
    ("start", AUTHOR): Said(
        _("A version was begun"), _("%(who)s began work on %(text)s."),
        _("You are named as an author: read it, and confirm your authorship when it is ready.")),
    ("confirm_authorship", AUTHOR): Said(
        _("Authorship confirmed"), _("%(who)s confirmed authorship of %(text)s."),
        _("Submit it once everybody has confirmed and nothing is missing.")),
    ("submit", AUTHOR): Said(_("Submitted"), _("%(who)s submitted %(text)s for review."), TOLD_LATER),
    ("take_up", AUTHOR): Said(_("Under review"), _("The review of %(text)s has begun."), TOLD_LATER),
    ("release", AUTHOR): Said(
        _("Back in the queue"), _("Nobody is reviewing %(text)s at the moment. It is back in the queue."),
        _("Nothing to do now. The editors were told as well.")),
    ("request_changes", AUTHOR): Said(
        _("Sent back to you"), _("%(who)s sent %(text)s back to its authors."),
        _("Read the letter, answer each point, and submit it again."),
        by_rule=_("The reviewers have finished, and %(text)s is back with its authors.")),
    ("approve", AUTHOR): Said(
        _("Approved"), _("%(text)s was approved. Readers have it now."), _("See the page as readers see it.")),
    ("decline", AUTHOR): Said(_("Not accepted"), _("%(who)s did not accept %(text)s."), IN_ITS_RECORD),
    ("withdraw", AUTHOR): Said(
        _("Taken back"), _("%(who)s took %(text)s back."), _("Nothing to do now. Its lead author can open it again.")),
    ("reopen", AUTHOR): Said(
        _("Open again"), _("%(who)s opened %(text)s again."), _("It is a draft: work on it, and submit it when it is ready.")),
    ("suspend", AUTHOR): Said(
        _("Suspended"), _("%(who)s suspended %(text)s: readers see it under a caution until it has been checked again."),
        _("Read why on its page, and begin a correction if the text needs one."),
        by_rule=_("%(text)s is suspended, because a signature under it fell: readers see it under a caution.")),
    ("resume", AUTHOR): Said(_("Stands again"), _("%(who)s let %(text)s stand again.")),
    ("retract", AUTHOR): Said(
        _("Retracted"), _("%(who)s retracted %(text)s. Readers are told not to rely on it."), _("Read the notice on its page.")),
    ("notice", AUTHOR): Said(
        _("A notice was published"), _("%(who)s published a notice on %(text)s."), _("Read it on the page of the article.")),

    # To editors
    ("submit", EDITOR): Said(
        _("Submitted"), _("%(who)s submitted %(text)s."), _("Ask a board member to review it, unless one takes it.")),
    ("release", EDITOR): Said(
        _("Nobody reviews it"), _("Nobody is reviewing %(text)s any more. It is back in the queue."), _("Ask a board member.")),
    ("request_changes", EDITOR): Said(
        _("Back with its authors"), _("%(who)s sent %(text)s back to its authors."),
        by_rule=_("The reviewers have finished, and %(text)s is back with its authors.")),
    ("approve", EDITOR): Said(_("Approved"), _("%(text)s was approved. Readers have it now.")),
    ("decline", EDITOR): Said(_("Not accepted"), _("%(who)s did not accept %(text)s.")),
    ("withdraw", EDITOR): Said(_("Taken back"), _("%(who)s took %(text)s back. Its review has ended.")),
    ("reopen", EDITOR): Said(_("Open again"), _("%(who)s opened %(text)s again. It is a draft.")),
    ("suspend", EDITOR): Said(
        _("Suspended"), _("%(who)s suspended %(text)s: readers see it under a caution."), _("See that it is checked again."),
        by_rule=_("%(text)s is suspended, because a signature under it fell: readers see it under a caution.")),
    ("resume", EDITOR): Said(_("Stands again"), _("%(who)s let %(text)s stand again.")),
    ("retract", EDITOR): Said(_("Retracted"), _("%(who)s retracted %(text)s. Readers are told not to rely on it.")),
    ("notice", EDITOR): Said(_("A notice was published"), _("%(who)s published a notice on %(text)s.")),
    ("take", EDITOR): Said(_("Review taken"), _("%(who)s took the review of %(text)s, due on %(due)s.")),
    ("hand_back", EDITOR): Said(
        _("Review handed back"), _("%(who)s handed back the review of %(text)s."),
        _("Ask another board member, if nobody else holds it.")),
    ("lapse", EDITOR): Said(
        _("Review lapsed"), _("%(who)s freed the review of %(text)s that was held for %(person)s."),
        _("Ask another board member, if nobody else holds it."),
        by_rule=_("The review of %(text)s held for %(person)s lapsed: it was not begun in time, or they left the board.")),
    ("disclose", EDITOR): Said(
        _("An interest to answer"), _("%(who)s declared an interest that touches %(text)s."),
        _("Answer it: until then the text stays closed to them.")),
    ("finish_review", EDITOR): Said(_("A review was finished"), _("%(who)s finished a review of %(text)s.")),
    ("sign", EDITOR): Said(_("Signed"), _("%(who)s signed %(text)s.")),
    ("object", EDITOR): Said(
        _("Objection on safety grounds"), _("%(who)s objected to %(text)s on safety grounds. It cannot be approved while this stands."),
        _("Read the objection, and decide how to go on.")),
    ("lift_objection", EDITOR): Said(_("Objection lifted"), _("%(who)s lifted the objection to %(text)s.")),
    ("strike", EDITOR): Said(
        _("A signature was struck"), _("%(who)s struck a signature under %(text)s."), _("See whether the text still has those it needs.")),
    ("erase", EDITOR): Said(_("Words were erased"), _("%(who)s erased words from the record of %(text)s, together with a second person.")),

    # To those who review it, or whose signature stands under it
    ("submit", REVIEWER): Said(
        _("Submitted again"), _("%(who)s submitted %(text)s again. You hold its review."), _("Read what was changed, and review it.")),
    ("request_changes", REVIEWER): Said(
        _("Back with its authors"), _("%(text)s is back with its authors."), _("Nothing to do now. You see it again when it was submitted anew.")),
    ("approve", REVIEWER): Said(_("Approved"), _("%(text)s was approved. Readers have it now.")),
    ("decline", REVIEWER): Said(_("Not accepted"), _("%(text)s was not accepted. Your review of it has ended.")),
    ("withdraw", REVIEWER): Said(_("Taken back"), _("Its authors took %(text)s back. Your review of it has ended.")),
    ("suspend", REVIEWER): Said(
        _("Suspended"), _("%(text)s, which you signed, is suspended: readers see it under a caution."), IN_ITS_RECORD,
        by_rule=_("%(text)s, which you signed, is suspended, because a signature under it fell.")),
    ("resume", REVIEWER): Said(_("Stands again"), _("%(text)s, which you signed, stands again.")),
    ("supersede", REVIEWER): Said(
        _("Replaced"), _("A newer version replaced %(text)s, which you signed. Your signature stays under the old one.")),
    ("retract", REVIEWER): Said(
        _("Retracted"), _("%(who)s retracted %(text)s, which you signed."), _("Read the notice on its page.")),
    ("notice", REVIEWER): Said(
        _("A notice was published"), _("%(who)s published a notice on %(text)s, which you signed."), _("Read it on the page of the article.")),
    ("assign", REVIEWER): Said(
        _("You are asked to review"), _("%(who)s asks you to review %(text)s, by %(due)s."),
        _("Open its cover sheet, declare your interests, then read; or hand it back.")),
    ("lapse", REVIEWER): Said(
        _("Your review lapsed"), _("%(who)s freed the review of %(text)s that was held for you."),
        _("Nothing to do now. You can take it again while it is in review."),
        by_rule=_("The review of %(text)s that was held for you lapsed, because it was not begun.")),
    ("extend", REVIEWER): Said(_("More time"), _("%(who)s gave you more time for %(text)s: until %(due)s.")),
    ("rule_on_interest", REVIEWER): Said(
        _("Your interest was answered"), _("%(who)s answered the interest that you declared for %(text)s."),
        _("Open its cover sheet to see whether you review it.")),
    ("lift_objection", REVIEWER): Said(_("Objection lifted"), _("%(who)s lifted your objection to %(text)s.")),
    ("strike", REVIEWER): Said(
        _("Your signature was struck"), _("%(who)s struck your signature under %(text)s."), IN_ITS_RECORD),

    # Of the house
    ("grant", ANYBODY): Said(
        _("You have a part"), _("%(who)s gave you a part: %(role)s."), _("Sign in to see what it opens to you."),
        by_rule=_("You were given a part: %(role)s.")),
    ("end_grant", ANYBODY): Said(_("A part ended"), _("%(who)s ended your part: %(role)s. What you did with it stands.")),
    ("licence_check", ANYBODY): Said(
        _("Your licence was checked"), _("%(who)s wrote down what is printed behind your name."),
        _("Tell an editor if it is not right.")),
    ("policy", BOARD): Said(
        _("A new policy"), _("%(who)s put policy number %(number)s in force. Rounds that are open keep the one they began under."),
        _("Read what it asks of reviewers.")),
    ("policy", EDITOR): Said(
        _("A new policy"), _("%(who)s put policy number %(number)s in force. Rounds that are open keep the one they began under."),
        _("Read what it requires.")),
}  # fmt: skip

# A text withdrawn while its authors had it: it was taken back from nowhere, but put away.
PUT_AWAY: dict[str, Said] = {
    AUTHOR: Said(
        _("Put away"), _("%(who)s put %(text)s away."), _("Nothing to do now. Its lead author can open it again.")),
    EDITOR: Said(_("Put away"), _("%(who)s put %(text)s away.")),
    REVIEWER: Said(_("Put away"), _("Its authors put %(text)s away. Your review of it has ended.")),
}  # fmt: skip

REMINDERS: dict[tuple[str, str], Said] = {
    ("soon", REVIEWER): Said(
        _("Your review is due soon"), _("Your review of %(text)s is due on %(due)s."),
        _("Finish it, or hand it back so that somebody else can take it.")),
    ("overdue", REVIEWER): Said(
        _("Your review is late"), _("Your review of %(text)s was due on %(due)s."),
        _("Finish it, hand it back, or ask an editor for more time.")),
    ("overdue", EDITOR): Said(
        _("A review is late"), _("The review of %(text)s by %(person)s was due on %(due)s."),
        _("Give more time, or free it for somebody else.")),
    ("renewal_soon", AUTHOR): Said(
        _("A check is due soon"), _("%(text)s is to be checked again by %(due)s."),
        _("Begin the next version: an update, or the same text to be reviewed anew.")),
    ("renewal_overdue", AUTHOR): Said(
        _("A check is overdue"), _("%(text)s was to be checked again by %(due)s. Readers see that it was not."),
        _("Begin the next version: an update, or the same text to be reviewed anew.")),
    ("renewal_overdue", EDITOR): Said(
        _("A check is overdue"), _("%(text)s was to be checked again by %(due)s. Readers see that it was not."),
        _("Remind its authors, or suspend it.")),
}  # fmt: skip
