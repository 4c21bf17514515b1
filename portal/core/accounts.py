# SPDX-License-Identifier: AGPL-3.0-or-later
"""How django-allauth behaves here, and the two doors that other apps use: an account for an address, a sign-in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit, urlunsplit

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import perform_login, record_authentication
from allauth.account.models import EmailAddress, Login
from allauth.core import context as allauth_context
from allauth.mfa.adapter import DefaultMFAAdapter
from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.core.exceptions import ValidationError
from django.core.mail import EmailMultiAlternatives
from django.core.validators import validate_email
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import get_language

from portal.core import audit, mailing
from portal.core.addresses import normalised
from portal.core.models import OfficeSettings, User

if TYPE_CHECKING:
    from allauth.mfa.models import Authenticator

# Mail that somebody is waiting for before they can go on, and whose body opens a door.
WITH_A_CODE = ("login_code", "email_confirmation", "password_reset")


class NotAnAddress(ValueError):  # noqa: N818 -- a fact about what was typed
    """What was given is not an e-mail address."""


class SwitchedOff(Exception):  # noqa: N818 -- a refusal, not a fault
    """The account of this address was closed by the office."""


class AccountAdapter(DefaultAccountAdapter):
    """Accounts by e-mail; every message goes through the outbox; addresses are written in one way."""

    def clean_email(self, email: str) -> str:
        """Return the address as we keep it."""
        return normalised(email)

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Put allauth's message in the outbox, its links on the address of the site and not of the request."""
        office = OfficeSettings.load()
        full = {"email": email, "office": office, "portal_name": office.portal_name, "site_url": settings.SITE_URL}
        full |= {key: on_our_site(value) if key.endswith("_url") else value for key, value in context.items()}
        full.setdefault("current_site", {"name": office.portal_name, "domain": urlsplit(settings.SITE_URL).netloc})
        message = self.render_mail(template_prefix, email, full)
        is_secret = any(name in template_prefix for name in WITH_A_CODE)
        mailing.queue(
            to=email,
            subject=message.subject,
            text=str(message.body),
            html=_html_of(message),
            is_urgent=is_secret,
            is_secret=is_secret,
        )

    def format_email_subject(self, subject: str) -> str:
        """Return the subject as it is: who writes is in the sender's name."""
        return subject

    def send_account_already_exists_mail(self, email: str) -> None:
        """Tell the owner, not the visitor; take as long as making an account does."""
        request = allauth_context.request
        if request is not None and request.POST.get("password1"):
            make_password(request.POST["password1"])
        super().send_account_already_exists_mail(email)

    def is_safe_url(self, url: str | None) -> bool:
        """Return whether this is a page of ours, on this host or on the site's own."""
        if not url or "%2f%2f" in url.lower() or "%5c" in url.lower():
            return False
        here = {allauth_context.request.get_host(), urlsplit(settings.SITE_URL).netloc}
        return url_has_allowed_host_and_scheme(url, allowed_hosts=here)

    def save_user(self, request: HttpRequest, user: Any, form: Any, commit: bool = True) -> Any:
        """Keep the language that the person is reading in."""
        user.language = (get_language() or "it")[:2]
        return super().save_user(request, user, form, commit)


class SecondFactorAdapter(DefaultMFAAdapter):
    """What the app for the codes shows: the portal's name."""

    def get_totp_issuer(self) -> str:
        """Return the name under which the app keeps the code."""
        return OfficeSettings.load().portal_name

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        """Return who the passkey is for."""
        return {**super().get_public_key_credential_rp_entity(), "name": OfficeSettings.load().portal_name}

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        """Let anyone remove one: staff without any cannot open the admin until they add another."""
        return True


def account_for_verified_address(email: str) -> User:
    """Return the account of an address whose owner has just proved it (a code was typed), making it if there is none.

    If somebody had joined with this address without ever proving it, the account becomes the owner's: password and
    names that were put there are taken away.

    :raises NotAnAddress: it is not one.
    :raises SwitchedOff: the account was closed.
    """
    address = normalised(email)
    try:
        validate_email(address)
    except ValidationError as error:
        raise NotAnAddress(email) from error
    known = EmailAddress.objects.filter(email=address, verified=True).select_related("user").first()
    user: User = known.user if known is not None else _claimed(address)
    if not user.is_active:
        raise SwitchedOff
    return user


def sign_in(request: HttpRequest, user: User, *, redirect_url: str = "") -> HttpResponse:
    """Sign in a person who has just typed a code sent by e-mail, through allauth's stages; return where to go next.

    Who has a second factor is asked for it first: until then `request.user` stays anonymous and the answer leads to
    that page, and after it to `redirect_url`.
    """
    record_authentication(request, user, method="code", email=user.email)
    response: HttpResponse = perform_login(
        request, Login(user=user, email=user.email, redirect_url=redirect_url or None)
    )
    return response


def on_our_site(url: Any) -> Any:
    """Return the link with the scheme and host of `SITE_URL`, so that a forged host never stands in a mail."""
    if not isinstance(url, str) or not url:
        return url
    site, link = urlsplit(settings.SITE_URL), urlsplit(url)
    return urlunsplit((site.scheme, site.netloc, link.path, link.query, link.fragment))


def _claimed(address: str) -> User:
    """Return the account of an address that nobody had proved until now."""
    try:
        with transaction.atomic():
            user = User.objects.filter(email=address).select_for_update().first()
            if user is None:
                user = User.objects.create_user(address, language=(get_language() or "it")[:2])
                audit.record(actor=user, action="account.created", target=user)
            elif user.last_login is None:
                user.set_unusable_password()
                user.first_name = user.last_name = ""
                user.save(update_fields=["password", "first_name", "last_name"])
            EmailAddress.objects.filter(user=user, primary=True).exclude(email=address).update(primary=False)
            EmailAddress.objects.update_or_create(
                user=user, email=address, defaults={"verified": True, "primary": True}
            )
            return user
    except IntegrityError:  # the same person's other tab was a moment faster
        return User.objects.get(email=address)


def _html_of(message: Any) -> str:
    if not isinstance(message, EmailMultiAlternatives):
        return ""
    return next((str(content) for content, mimetype in message.alternatives if mimetype == "text/html"), "")
