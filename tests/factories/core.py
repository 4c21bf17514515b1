# SPDX-License-Identifier: AGPL-3.0-or-later
"""People, areas and the office, as tests need them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import factory
from allauth.account.models import EmailAddress
from django.contrib.auth.models import Group
from wagtail.models import Site

from portal.core.models import Area, OfficeSettings, PrivacyNotice, User

PASSWORD = "una parola d'ordine lunga e sicura"


class UserFactory(factory.django.DjangoModelFactory):
    """A citizen with a verified address; signs in with a code, or with `PASSWORD`."""

    class Meta:
        model = User
        skip_postgeneration_save = True

    email = factory.Sequence(lambda number: f"persona{number}@cittadini.example")
    first_name = "Ada"
    last_name = factory.Sequence(lambda number: f"Persona{number}")

    @classmethod
    def _create(cls, model_class: type[User], *args: Any, **kwargs: Any) -> User:
        is_verified = kwargs.pop("is_verified", True)
        password = kwargs.pop("password", PASSWORD)
        user = model_class.objects.create_user(kwargs.pop("email"), password, **kwargs)
        if is_verified:
            EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
        return user


class StaffFactory(UserFactory):
    """A person of the office; `StaffFactory(roles=[roles.MODERATOR])` gives the groups."""

    email = factory.Sequence(lambda number: f"ufficio{number}@ambito.example")
    is_staff = True

    @classmethod
    def _create(cls, model_class: type[User], *args: Any, **kwargs: Any) -> User:
        names: Iterable[str] = kwargs.pop("roles", ())
        user: User = super()._create(model_class, *args, **kwargs)
        user.groups.set([Group.objects.get_or_create(name=name)[0] for name in names])
        return user


class AreaFactory(factory.django.DjangoModelFactory):
    """An area of intervention."""

    class Meta:
        model = Area
        django_get_or_create = ("slug",)

    name = factory.Sequence(lambda number: f"Area {number}")
    slug = factory.Sequence(lambda number: f"area-{number}")
    sentence = "Servizi per chi abita qui."


class PrivacyNoticeFactory(factory.django.DjangoModelFactory):
    """A privacy notice."""

    class Meta:
        model = PrivacyNotice

    title = "Informativa per chi partecipa"
    number = factory.Sequence(lambda number: number + 1)
    body = "<p>Usiamo i tuoi dati per leggere la tua osservazione.</p>"


def office(**fields: Any) -> OfficeSettings:
    """Return the office of the default site, with these fields changed and saved."""
    site = Site.objects.get(is_default_site=True)
    settings, _ = OfficeSettings.objects.update_or_create(site=site, defaults=fields)
    return settings
