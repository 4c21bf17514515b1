# SPDX-License-Identifier: AGPL-3.0-or-later
"""A person's account."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.auth.models import AbstractUser, BaseUserManager
from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

LANGUAGES = [("it", _("Italiano")), ("en", _("Inglese"))]


class UserManager(BaseUserManager["User"]):
    """Makes accounts whose login is the e-mail address, kept in lower case."""

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> User:
        """Return a new saved account; without a password one signs in with a code by e-mail.

        :raises ValueError: the address is empty.
        """
        if not email:
            raise ValueError("email")
        user = self.model(email=email.strip().lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> User:
        """Return a new account that may do everything (the administrator's)."""
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)

    def get_by_natural_key(self, username: str | None) -> User:
        """Return the account with this address, in whatever case it was typed."""
        return self.get(email=(username or "").strip().lower())


class User(AbstractUser):
    """A person who signs in: citizen, delegate or staff. Accounts are emptied, never deleted."""

    username = None  # type: ignore[assignment]  # there is none: the address is the login
    email = models.EmailField(_("e-mail"), max_length=254, unique=True)
    language = models.CharField(_("lingua"), max_length=5, choices=LANGUAGES, default="it")
    emptied_at = models.DateTimeField(_("svuotato il"), null=True, blank=True, editable=False)

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    objects: ClassVar[UserManager] = UserManager()  # type: ignore[assignment]  # the login is the address

    class Meta:
        verbose_name = _("persona")
        verbose_name_plural = _("persone")
        constraints = [models.UniqueConstraint(Lower("email"), name="user_email_once_in_any_case")]

    def __str__(self) -> str:
        """Give only the number: Wagtail's log stores this text for ever."""
        return f"persona {self.pk}"

    @property
    def is_emptied(self) -> bool:
        """Whether the person left and the account holds no personal data any more."""
        return self.emptied_at is not None
