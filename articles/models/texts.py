"""Working texts: articles, their versions, and what an author edits."""

import uuid
from functools import cached_property
from typing import Any

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django_fsm import FSMField, transition
from simple_history.models import HistoricalRecords

from articles.audiences import Audience
from articles.models.people import User
from articles.states import LIVE, OPEN, WRITABLE, ChangeClass, State


class Article(models.Model):
    """What an address names. `current` is the version readers get; null until one was approved."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    slug = models.SlugField(max_length=80, unique=True, null=True)
    lead_author = models.ForeignKey(User, models.PROTECT, related_name="articles_led")
    specialty = models.CharField(_("specialty"), max_length=80, blank=True)
    current = models.ForeignKey("ArticleVersion", models.PROTECT, related_name="+", null=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    history = HistoricalRecords()

    def __str__(self) -> str:
        return self.slug or str(self.uid)


class Contributor(models.Model):
    """Somebody who ever saved text of any version; such a person never decides about the article."""

    article = models.ForeignKey(Article, models.PROTECT, related_name="contributors")
    user = models.ForeignKey(User, models.PROTECT, related_name="contributions")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["article", "user"], name="a_contributor_is_named_once_per_article"
            ),
        ]


class VersionQuerySet(models.QuerySet["ArticleVersion"]):
    def written_by(self, user: User) -> "VersionQuerySet":
        """Versions this person leads or is named on as an author."""
        mine = models.Q(article__lead_author=user) | models.Exists(
            Authorship.objects.filter(version=models.OuterRef("pk"), user=user)
        )
        return self.filter(mine)

    def open(self) -> "VersionQuerySet":
        return self.filter(state__in=OPEN)

    def live(self) -> "VersionQuerySet":
        return self.filter(state__in=LIVE)


def _in_states(states: frozenset[State]) -> models.Q:
    return models.Q(state__in=sorted(str(state) for state in states))


class ArticleVersion(models.Model):
    """One edition of the whole text. Its state is moved by `reviews.workflow` only, which also saves it.

    There is no history table here on purpose: a stale instance would write a false one, and the record
    (`reviews.Decision`) tells the truth.
    """

    article = models.ForeignKey(Article, models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    state = FSMField(default=State.DRAFT, choices=State.choices, protected=True, max_length=20)
    change_class = models.CharField(max_length=12, choices=ChangeClass.choices, default=ChangeClass.FIRST)
    base = models.ForeignKey("self", models.PROTECT, related_name="successors", null=True)
    question = models.CharField(_("clinical question"), max_length=300)
    heading = models.CharField(_("heading"), max_length=300, blank=True)
    written_for = models.CharField(max_length=12, choices=Audience.choices, default=Audience.PATIENT)
    countries = models.JSONField(_("countries it is written for"), default=list)
    searched_to = models.DateField(_("evidence searched to"), null=True)
    funding = models.TextField(_("funding"), blank=True)
    ai_used = models.CharField(max_length=3, choices=[("no", _("None")), ("yes", _("Yes"))], blank=True)
    ai_statement = models.TextField(_("how AI was used"), blank=True)
    what_changed = models.TextField(_("what changed, for readers"), blank=True)
    manuscript = models.ForeignKey("Manuscript", models.PROTECT, related_name="versions", null=True)
    counter = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = VersionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["article", "number"], name="versions_of_an_article_are_numbered_once"
            ),
            models.UniqueConstraint(
                fields=["article"], condition=_in_states(OPEN), name="an_article_has_at_most_one_open_version"
            ),
            models.UniqueConstraint(
                fields=["article"], condition=_in_states(LIVE), name="an_article_has_at_most_one_live_version"
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=sorted(State.values)), name="a_version_is_in_a_known_state"
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=["draft", "withdrawn", "declined"]) | ~models.Q(manuscript=None),
                name="a_submitted_version_has_a_manuscript",
            ),
        ]

    def __str__(self) -> str:
        return self.question

    @property
    def state_label(self) -> str:
        """Where it stands, in words; what its authors had when it left was not taken back from anywhere."""
        is_put_away = self.state == State.WITHDRAWN and self.was_put_away
        return gettext("Put away") if is_put_away else str(State(self.state).label)

    @cached_property
    def was_put_away(self) -> bool:
        """Of a version that its author withdrew: whether it was a draft, or back with its authors, and in no review.

        Asks the record where the row alone does not tell; a list sets it for all of its rows.
        """
        if self.manuscript_id is None:
            return True
        left = self.decisions.filter(move="withdraw").order_by("-seq")
        return left.values_list("from_state", flat=True).first() in WRITABLE

    @property
    def is_writable(self) -> bool:
        return self.state in WRITABLE

    @property
    def is_open(self) -> bool:
        return self.state in OPEN

    def refresh_from_db(
        self, using: str | None = None, fields: Any = None, from_queryset: Any = None
    ) -> None:
        """As Django's, but it never lifts the protection of `state`, which django-fsm's own way does for a moment."""
        rows = (
            from_queryset
            if from_queryset is not None
            else type(self)._base_manager.using(using or self._state.db)
        )
        if fields is None:
            self._state.fields_cache.clear()
            self.__dict__.pop("was_put_away", None)
            self._prefetched_objects_cache = {}
            names = [field.attname for field in self._meta.concrete_fields]
        else:
            names = [self._meta.get_field(name).attname for name in fields]
        self.__dict__.update(rows.filter(pk=self.pk).values(*names).get())

    # The machine. Who may use an edge, and what it takes, stands in `reviews.policy`.
    @transition(field=state, source=[State.DRAFT, State.CHANGES_REQUESTED], target=State.SUBMITTED)
    def submit(self) -> None: ...

    @transition(field=state, source=State.SUBMITTED, target=State.UNDER_REVIEW)
    def take_up(self) -> None: ...

    @transition(field=state, source=State.UNDER_REVIEW, target=State.SUBMITTED)
    def release(self) -> None: ...

    @transition(field=state, source=[State.SUBMITTED, State.UNDER_REVIEW], target=State.CHANGES_REQUESTED)
    def request_changes(self) -> None: ...

    @transition(field=state, source=State.UNDER_REVIEW, target=State.APPROVED)
    def approve(self) -> None: ...

    @transition(
        field=state,
        source=[State.SUBMITTED, State.UNDER_REVIEW, State.CHANGES_REQUESTED],
        target=State.DECLINED,
    )
    def decline(self) -> None: ...

    @transition(
        field=state,
        source=[State.DRAFT, State.SUBMITTED, State.UNDER_REVIEW, State.CHANGES_REQUESTED],
        target=State.WITHDRAWN,
    )
    def withdraw(self) -> None: ...

    @transition(field=state, source=[State.DECLINED, State.WITHDRAWN], target=State.DRAFT)
    def reopen(self) -> None: ...

    @transition(field=state, source=State.APPROVED, target=State.SUSPENDED)
    def suspend(self) -> None: ...

    @transition(field=state, source=State.SUSPENDED, target=State.APPROVED)
    def resume(self) -> None: ...

    @transition(field=state, source=[State.APPROVED, State.SUSPENDED], target=State.SUPERSEDED)
    def supersede(self) -> None: ...

    @transition(field=state, source=[State.APPROVED, State.SUSPENDED], target=State.RETRACTED)
    def retract(self) -> None: ...


class Authorship(models.Model):
    """A named author of a version. `confirmed_digest` is that of the very text they confirmed ("" = not yet)."""

    version = models.ForeignKey(ArticleVersion, models.PROTECT, related_name="authorships")
    user = models.ForeignKey(User, models.PROTECT, related_name="authorships")
    position = models.PositiveSmallIntegerField(default=0)
    name = models.CharField(_("name as printed"), max_length=120)
    credential = models.CharField(_("credential"), max_length=120, blank=True)
    interests = models.TextField(_("interests"), blank=True)
    confirmed_digest = models.CharField(max_length=64, blank=True)
    history = HistoricalRecords()

    class Meta:
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["version", "user"], name="an_author_is_named_once_per_version"),
        ]

    def __str__(self) -> str:
        return self.name


class Variant(models.Model):
    """The working text of a version for one audience. `counter` counts saves that changed something."""

    version = models.ForeignKey(ArticleVersion, models.PROTECT, related_name="variants")
    audience = models.CharField(max_length=12, choices=Audience.choices)
    language = models.CharField(max_length=8, default="en")
    title = models.CharField(_("title"), max_length=300, blank=True)
    body = models.TextField(_("text"), blank=True)
    still_right = models.BooleanField(default=False)
    counter = models.PositiveIntegerField(default=0)
    saved_at = models.DateTimeField(default=timezone.now)
    history = HistoricalRecords()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["version", "audience", "language"],
                name="a_version_has_one_text_per_audience_and_language",
            ),
        ]

    def __str__(self) -> str:
        return self.title or self.audience


class Reference(models.Model):
    """A cited work of one version. `csl` is CSL-JSON as text; number and printed line are derived from it."""

    version = models.ForeignKey(ArticleVersion, models.PROTECT, related_name="references")
    key = models.CharField(_("key"), max_length=64)
    csl = models.TextField(default="{}")
    doi = models.CharField(max_length=255, blank=True, db_index=True)
    pmid = models.CharField(max_length=12, blank=True, db_index=True)
    pmcid = models.CharField(max_length=16, blank=True, db_index=True)
    raw = models.TextField(blank=True)
    is_placeholder = models.BooleanField(default=False)
    kept_because = models.TextField(_("why it is cited although it was retracted"), blank=True)
    counter = models.PositiveIntegerField(default=0)
    history = HistoricalRecords()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["version", "key"], name="a_reference_key_is_used_once_per_version"
            ),
        ]

    def __str__(self) -> str:
        return self.key
