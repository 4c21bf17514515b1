# SPDX-License-Identifier: AGPL-3.0-or-later
"""People in the admin: the address is the login, roles are groups, leaving is emptying."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth.models import Group
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from wagtail.users.forms import UserCreationForm, UserEditForm
from wagtail.users.views.bulk_actions import AssignRoleBulkAction, DeleteBulkAction, SetActiveStateBulkAction
from wagtail.users.views.users import CreateView, DeleteView, EditView, IndexView, UserViewSet

from portal.core import audit, roles, services
from portal.core.addresses import normalised
from portal.core.models import User


class OfficeFieldsMixin:
    """What both forms share: no password (one enters with a code), roles in their own order, no self-promotion."""

    fields: dict[str, forms.Field]
    cleaned_data: dict[str, Any]

    def arrange(self, *, may_make_administrators: bool) -> None:
        """Leave out what this administrator may not give."""
        groups = self.fields.get("groups")
        if isinstance(groups, forms.ModelMultipleChoiceField):
            groups.label = _("Ruoli")
            groups.queryset = Group.objects.filter(name__in=roles.ALL_ROLES)
            groups.help_text = _("Chi ha un ruolo entra nella gestione, con un secondo modo di farsi riconoscere.")
        for name in ("first_name", "last_name"):
            self.fields[name].required = False  # people join with an address alone
        if not may_make_administrators:
            self.fields.pop("is_superuser", None)

    def clean_email(self) -> str:
        """Return the address as we keep it; another account may not have it.

        :raises forms.ValidationError: it has.
        """
        email = normalised(self.cleaned_data["email"])
        others = User.objects.filter(email=email).exclude(pk=self.instance.pk)  # type: ignore[attr-defined]
        if others.exists():
            raise forms.ValidationError(_("C'è già un account con questo indirizzo."))
        return email

    def save(self, commit: bool = True) -> User:
        """Save the person, and let being of the office follow the roles."""
        user: User = super().save(commit)  # type: ignore[misc]
        if commit:
            roles.follow(user)
        return user


class PersonCreationForm(OfficeFieldsMixin, UserCreationForm):
    """A new person of the office: receives no password, enters with a code by e-mail."""

    def save(self, commit: bool = True) -> User:
        """Save the account without a password."""
        self.instance.set_unusable_password()
        user: User = super().save(commit)
        return user

    class Meta(UserCreationForm.Meta):
        fields = {"email", "first_name", "last_name", "is_superuser", "groups"}


class PersonEditForm(OfficeFieldsMixin, UserEditForm):
    """What the administrator may change of a person."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        is_oneself = bool(kwargs.get("editing_self"))
        super().__init__(*args, **kwargs)
        if is_oneself:
            self.fields.pop("groups", None)

    class Meta(UserEditForm.Meta):
        fields = {"email", "first_name", "last_name", "is_active", "is_superuser", "groups"}


class PeopleView(IndexView):
    """The list, without accounts that were emptied."""

    page_title = _("Persone")
    add_item_label = _("Aggiungi una persona")

    def get_base_queryset(self) -> Any:
        """Return the people who are still here."""
        return super().get_base_queryset().filter(emptied_at=None)


class ArrangedFormMixin:
    """Gives the form what the signed-in administrator may do."""

    def get_form(self, form_class: Any = None) -> Any:
        """Return the form without what this administrator may not give."""
        form = super().get_form(form_class)  # type: ignore[misc]
        form.arrange(may_make_administrators=self.request.user.is_superuser)  # type: ignore[attr-defined]
        return form


class AddPersonView(ArrangedFormMixin, CreateView):
    """Add a person of the office."""

    page_title = _("Aggiungi una persona")

    success_message = _("Account creato per %(object)s.")


class EditPersonView(ArrangedFormMixin, EditView):
    """Change a person's roles; only the administrator of everything may touch another of the kind."""

    def save_instance(self) -> User:
        """Save, and close the open sessions of who was switched off."""
        user: User = super().save_instance()
        if not user.is_active:
            services.close_sessions(user=user)
        return user

    def get_queryset(self) -> Any:
        """Return the people whom this administrator may change."""
        people = super().get_queryset().filter(emptied_at=None)
        return people if self.request.user.is_superuser else people.filter(is_superuser=False)

    def get_object(self, queryset: Any = None) -> User:
        """Return the person.

        :raises Http404: the person left, or may not be changed by this administrator.
        """
        from django.shortcuts import get_object_or_404

        person: User = get_object_or_404(self.get_queryset(), pk=self.kwargs["pk"])
        return person


class EmptyPersonView(DeleteView):
    """Empty an account instead of deleting it."""

    page_title = _("Svuota l'account")
    success_message = _("Account svuotato: i testi pubblici restano, senza il nome.")

    def delete_action(self) -> None:
        """Take everything personal out of the account."""
        services.empty_account(user=self.object, by=self.request.user)


class PersonViewSet(UserViewSet):
    """The administration of people."""

    menu_label = _("Persone")
    index_view_class = PeopleView
    add_view_class = AddPersonView
    edit_view_class = EditPersonView
    delete_view_class = EmptyPersonView
    delete_template_name = "core/admin/empty_account.html"
    copy_view_enabled = False
    inspect_view_enabled = False

    def get_form_class(self, for_update: bool = False) -> Any:
        """Return the form for a person."""
        return PersonEditForm if for_update else PersonCreationForm


class EmptyPeopleAction(DeleteBulkAction):
    """Empty the accounts ticked in the list."""

    display_name = _("Svuota")
    aria_label = _("Svuota gli account scelti")
    template_name = "core/admin/empty_accounts.html"

    def get_execution_context(self) -> dict[str, Any]:
        """Say who does it."""
        return {**super().get_execution_context(), "by": self.request.user}

    @classmethod
    def execute_action(cls, objects: list[User], by: User | None = None, **kwargs: Any) -> tuple[int, int]:
        """Empty each account that was not yet."""
        here = [user for user in objects if not user.is_emptied]
        for user in here:
            services.empty_account(user=user, by=by)
        return len(here), 0

    def get_success_message(self, num_parent_objects: int, num_child_objects: int) -> str:
        """Say how many were emptied."""
        return ngettext("%(number)d account svuotato", "%(number)d account svuotati", num_parent_objects) % {
            "number": num_parent_objects
        }


class GiveRoleAction(AssignRoleBulkAction):
    """Give a role to the people ticked in the list, never to oneself."""

    def check_perm(self, obj: User) -> bool:
        """Return whether this administrator may give this person a role."""
        return bool(super().check_perm(obj)) and obj.pk != self.request.user.pk and not obj.is_emptied


class SwitchOnOrOffAction(SetActiveStateBulkAction):
    """Switch accounts off or on again, and write who did."""

    def check_perm(self, obj: User) -> bool:
        """Return whether this administrator may switch this person off."""
        may_touch = self.request.user.is_superuser or not obj.is_superuser
        return bool(super().check_perm(obj)) and may_touch and not obj.is_emptied

    @classmethod
    def execute_action(cls, objects: list[User], mark_as_active: bool = False, **kwargs: Any) -> tuple[int, int]:
        """Switch, write it down, and end the sessions of who is switched off."""
        by = kwargs.get("user")
        people = [user for user in objects if by is None or user.pk != by.pk]
        done: tuple[int, int] = super().execute_action(people, mark_as_active=mark_as_active, **kwargs)
        for user in people:
            audit.record(actor=by, action="account.changed", target=user, after={"is_active": mark_as_active})
            if not mark_as_active:
                services.close_sessions(user=user)
        return done
