"""People: accounts with the parts they were granted."""

import uuid

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

MAX_ADDRESS = 254


class UserManager(BaseUserManager["User"]):
    def create_user(self, email: str, password: str | None = None, *, printed_name: str) -> "User":
        """A new account; without a password nobody can sign in to it until one is set."""
        user = self.model(email=self.normalize_email(email).strip(), printed_name=printed_name)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def get_by_natural_key(self, username: str | None) -> "User":
        """Raises DoesNotExist for a longer address than any can be; SQLite fails on it instead of answering."""
        if len(username or "") > MAX_ADDRESS:
            raise self.model.DoesNotExist
        return self.get(email__iexact=username)

    def holding(self, role: str) -> models.QuerySet["User"]:
        """Active accounts with an open grant of this role."""
        return self.filter(is_active=True, grants__role=role, grants__ended_at=None)


class User(AbstractBaseUser):
    """One person. Deactivated when they leave, never deleted: the record names them for ever."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    email = models.EmailField(_("e-mail address"), max_length=MAX_ADDRESS, unique=True)
    printed_name = models.CharField(_("name as printed"), max_length=120)
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = UserManager()
    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["printed_name"]

    class Meta:
        constraints = [
            models.UniqueConstraint(Lower("email"), name="one_account_per_email_address"),
        ]

    def __str__(self) -> str:
        return self.printed_name

    def holds(self, role: str) -> bool:
        """Whether an open grant gives this active account the role (one query)."""
        return self.is_active and self.grants.filter(role=role, ended_at=None).exists()

    def roles(self) -> frozenset[str]:
        """Every role now open to this account (one query)."""
        if not self.is_active:
            return frozenset()
        return frozenset(self.grants.filter(ended_at=None).values_list("role", flat=True))


class Role(models.TextChoices):
    AUTHOR = "author", _("Author")
    EDITOR = "editor", _("Editor")
    BOARD = "board", _("Board member")


class Grant(models.Model):
    """A part given to a person by somebody else; `by` is null for the first editor only, made by a command."""

    user = models.ForeignKey(User, models.PROTECT, related_name="grants")
    role = models.CharField(max_length=10, choices=Role.choices)
    by = models.ForeignKey(User, models.PROTECT, related_name="grants_given", null=True)
    at = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user", "role"],
                condition=models.Q(ended_at=None),
                name="one_open_grant_per_person_and_role",
            ),
            models.CheckConstraint(
                condition=models.Q(by=None) | ~models.Q(by=models.F("user")),
                name="nobody_grants_to_themselves",
            ),
            models.CheckConstraint(
                condition=models.Q(role__in=Role.values), name="a_grant_is_of_a_known_role"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} · {self.role}"
