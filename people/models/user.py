"""Accounts and the organisation-wide roles."""

from collections.abc import Iterator
from typing import Any, ClassVar, Self
from zoneinfo import ZoneInfo

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.core.validators import RegexValidator
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from timezone_field import TimeZoneField

from people.ids import uuid7
from people.models.line_triggers import ACCESS_NOTED, ROLE_NOTED
from people.models.organisation import Organisation


class UserQuerySet(models.QuerySet["User"]):
    def active(self) -> Self:
        """People who may act now."""
        return self.filter(is_active=True)

    def with_role(self, role: str) -> Self:
        """People who hold an organisation-wide role."""
        return self.filter(role_grants__role=role)

    def waiting(self) -> Self:
        """People who may act but have no password yet: nobody let them in."""
        return self.active().filter(password__startswith=UNUSABLE_PASSWORD_PREFIX)

    def named(self, word: str) -> Self:
        """People whose name, address or sign-in name holds a word."""
        return self.filter(
            models.Q(name__icontains=word)
            | models.Q(email__icontains=word)
            | models.Q(sign_in_name__icontains=word)
        )

    def visible_to(self, user: "User") -> Self:
        """Admins see everybody; a manager or deputy the present members of their teams."""
        if user.is_admin:
            return self.all()
        today = timezone.localdate()
        in_my_teams = (
            models.Q(memberships__team_id__in=user.led_team_ids)
            & models.Q(memberships__starts_on__lte=today)
            & (
                models.Q(memberships__ends_on__isnull=True)
                | models.Q(memberships__ends_on__gte=today)
            )
        )
        return self.filter(models.Q(pk=user.pk) | in_my_teams).distinct()


class UserManager(BaseUserManager["User"]):
    def get_queryset(self) -> UserQuerySet:
        return UserQuerySet(self.model, using=self._db)

    def active(self) -> UserQuerySet:
        return self.get_queryset().active()

    def with_role(self, role: str) -> UserQuerySet:
        return self.get_queryset().with_role(role)

    def visible_to(self, user: "User") -> UserQuerySet:
        return self.get_queryset().visible_to(user)

    def create_user(self, *, name: str, password: str | None = None, **fields: object) -> "User":
        """Make an account; without a password it cannot sign in until invited."""
        user = self.model(name=name, **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(sign_in_name=username)


class User(AbstractBaseUser):
    """A colleague. Deactivating one keeps every row that names them."""

    class Theme(models.TextChoices):
        DEVICE = "device", _("As my device")
        LIGHT = "light", _("Light")
        DARK = "dark", _("Dark")

    public_id = models.UUIDField(default=uuid7, unique=True, editable=False)
    name = models.CharField(_("name"), max_length=120)
    email = models.EmailField(_("e-mail"), null=True, blank=True)  # noqa: DJ001 - unique when given
    sign_in_name = models.CharField(
        _("sign-in name"),
        max_length=40,
        null=True,
        blank=True,
        unique=True,
        validators=[
            RegexValidator(
                r"^[a-z0-9][a-z0-9.-]*\Z", _("Use small letters, digits, dots and dashes only.")
            )
        ],
    )
    phone = models.CharField(_("work phone"), max_length=40, blank=True)
    language = models.CharField(_("language"), max_length=5, blank=True)
    time_zone = TimeZoneField(_("time zone"), null=True, blank=True)
    theme = models.CharField(_("theme"), max_length=6, choices=Theme.choices, default=Theme.DEVICE)
    shift_ends_at = models.TimeField(_("my shift usually ends at"), null=True, blank=True)
    has_passed_shift = models.BooleanField(default=False, editable=False)  # asked once: "Not now"
    # ISO weekdays this person works; empty follows the team, and that the organisation.
    weekdays = models.CharField(_("my working days"), max_length=7, blank=True)
    has_shortcuts = models.BooleanField(_("keyboard shortcuts"), default=True)
    is_active = models.BooleanField(default=True)
    deactivated_at = models.DateTimeField(null=True, editable=False)
    joined_at = models.DateTimeField(auto_now_add=True)
    # Part of what a session is tied to: raising it ends every session of this person at once.
    session_round = models.PositiveIntegerField(default=0, editable=False)

    USERNAME_FIELD = "sign_in_name"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    objects = UserManager()

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(Lower("email"), name="user_email_once"),
            models.CheckConstraint(
                condition=models.Q(sign_in_name=Lower("sign_in_name")),
                name="user_sign_in_name_lower",
            ),
            models.CheckConstraint(
                condition=models.Q(is_active=True) | models.Q(deactivated_at__isnull=False),
                name="user_inactive_since",
            ),
        ]
        triggers = [ACCESS_NOTED]

    def __str__(self) -> str:
        return self.name

    def get_session_auth_hash(self) -> str:
        """Tie sessions to the password and to the round: changing either ends them."""
        return self._session_hash(settings.SECRET_KEY)

    def get_session_auth_fallback_hash(self) -> Iterator[str]:
        return (self._session_hash(key) for key in settings.SECRET_KEY_FALLBACKS)

    def _session_hash(self, secret: str | bytes) -> str:
        value = f"{self.session_round}:{self.password}"
        made = salted_hmac("people.User.session", value, secret=secret, algorithm="sha256")
        return made.hexdigest()

    @property
    def given_name(self) -> str:
        """The first word of the name: how colleagues address each other."""
        return self.name.split(" ", 1)[0]

    @property
    def initials(self) -> str:
        words = [word for word in self.name.split() if word[:1].isupper()] or self.name.split()
        return (words[0][:1] + (words[-1][:1] if len(words) > 1 else "")).upper() if words else "?"

    @cached_property
    def roles(self) -> frozenset[str]:
        """Organisation-wide roles, read once per request."""
        return frozenset(self.role_grants.values_list("role", flat=True))

    @property
    def is_hr(self) -> bool:
        return RoleGrant.Role.HR in self.roles

    @property
    def is_adviser(self) -> bool:
        return RoleGrant.Role.ADVISER in self.roles

    @property
    def is_buddy(self) -> bool:
        """Trained to hold a check-in with a colleague; reads nothing because of it."""
        return RoleGrant.Role.BUDDY in self.roles

    @property
    def is_council(self) -> bool:
        """On the works council: reads what was promised and kept, and what was set when."""
        return RoleGrant.Role.COUNCIL in self.roles

    @property
    def is_admin(self) -> bool:
        return RoleGrant.Role.ADMIN in self.roles

    @cached_property
    def present_memberships(self) -> list[Any]:
        """Memberships of today with their teams, read once per request."""
        return list(self.memberships.on(timezone.localdate()).select_related("team__site"))

    @cached_property
    def place_zone(self) -> ZoneInfo:
        """Their own time zone, else that of the site they work at, else of the organisation.

        The same as their check-ins are planned by. Without one of their own the memberships are
        read, which a request needs anyway, and for who has no site the organisation.
        """
        if self.time_zone:
            own: ZoneInfo = self.time_zone
            return own
        open_now = [row for row in self.present_memberships if row.team.closed_on is None]
        first = min(open_now, key=lambda row: (row.leads, row.starts_on, row.pk), default=None)
        site = first.team.site if first is not None else None
        zone: ZoneInfo = (site or Organisation.current()).time_zone
        return zone

    @property
    def team_ids(self) -> list[int]:
        """Teams this person works in today, in whatever position."""
        return [membership.team_id for membership in self.present_memberships]

    @property
    def led_team_ids(self) -> list[int]:
        """Teams this person leads today, as manager or deputy."""
        return [m.team_id for m in self.present_memberships if m.leads]

    @property
    def is_manager(self) -> bool:
        return bool(self.led_team_ids)


class RoleGrant(models.Model):
    """An organisation-wide role of one person."""

    class Role(models.TextChoices):
        HR = "hr", _("HR")
        ADVISER = "adviser", _("Confidential adviser")
        ADMIN = "admin", _("Administrator")
        BUDDY = "buddy", _("Trained buddy")
        COUNCIL = "council", _("Works council")

    user = models.ForeignKey(User, models.CASCADE, related_name="role_grants")
    role = models.CharField(_("role"), max_length=8, choices=Role.choices)
    granted_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    granted_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "role"], name="role_once")]
        triggers = [ROLE_NOTED]

    def __str__(self) -> str:
        return f"{self.user}: {self.get_role_display()}"
