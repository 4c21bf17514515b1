# SPDX-License-Identifier: AGPL-3.0-or-later
"""What libraries tell us, put into our words."""

from __future__ import annotations

from typing import Any

from allauth.account import signals as account_signals
from allauth.mfa import signals as factor_signals
from django.apps import AppConfig, apps
from django.contrib.auth.models import Group
from django.db.models.signals import m2m_changed, post_migrate, post_save, pre_delete
from django.dispatch import receiver
from wagtail.log_actions import get_active_log_context
from wagtail.models import DraftStateMixin, ModelLogEntry

from portal.core import audit, roles, triggers
from portal.core.models import User

MIRRORED = {
    "wagtail.create": "admin.created",
    "wagtail.edit": "admin.edited",
    "wagtail.delete": "admin.deleted",
}


class NeverDeleted(RuntimeError):  # noqa: N818 -- a promise, not a fault
    """Accounts are emptied (`portal.core.services.empty_account`), never deleted."""


@receiver(post_migrate, dispatch_uid="core.after_migrate")
def prepare_the_database(sender: AppConfig, using: str = "default", **kwargs: Any) -> None:
    """After the migrations of the last app, guard the append-only tables and give roles what they may do."""
    if sender.label != _last_app() or using != "default":
        return
    triggers.install(using)
    tables = {"core_user", "wagtailcore_grouppagepermission", "wagtailcore_groupcollectionpermission"}
    if tables <= set(triggers.existing_tables(using)):
        roles.install()


def _last_app() -> str:
    return [config.label for config in apps.get_app_configs() if config.models_module is not None][-1]


@receiver(pre_delete, sender=User, dispatch_uid="core.never_deleted")
def refuse_to_delete(**kwargs: Any) -> None:
    """Hold for every way of deleting an account, in bulk too.

    :raises NeverDeleted: always.
    """
    raise NeverDeleted


@receiver(m2m_changed, sender=User.groups.through, dispatch_uid="core.roles_changed")
def record_roles(
    instance: User | Group, action: str, reverse: bool, pk_set: set[int] | None = None, **kwargs: Any
) -> None:
    """Write who gave or took which role, and let being of the office follow the roles that one holds."""
    if action not in {"post_add", "post_remove", "pre_clear", "post_clear"}:
        return
    if action == "pre_clear":
        instance._cleared = _pairs(instance, reverse, None)  # type: ignore[union-attr]
        return
    cleared: list[tuple[User, Group]] = getattr(instance, "_cleared", [])
    pairs = cleared if action == "post_clear" else _pairs(instance, reverse, pk_set or set())
    deed = "role.given" if action == "post_add" else "role.taken"
    for user, group in pairs:
        audit.record(actor=get_active_log_context().user, action=deed, target=user, after={"role": group.name})
        roles.follow(user)


def _pairs(instance: User | Group, reverse: bool, pks: set[int] | None) -> list[tuple[User, Group]]:
    if isinstance(instance, Group):
        people = instance.user_set.all() if pks is None else User.objects.filter(pk__in=pks)
        return [(user, instance) for user in people]
    groups = instance.groups.all() if pks is None else Group.objects.filter(pk__in=pks)
    return [(instance, group) for group in groups]


@receiver(post_save, sender=ModelLogEntry, dispatch_uid="core.mirror_wagtail")
def mirror_wagtail(instance: ModelLogEntry, created: bool, **kwargs: Any) -> None:
    """Whatever the admin of Wagtail creates, edits or deletes (settings, areas, groups) is in our trail too."""
    model = instance.content_type.model_class() if instance.content_type else None
    if not created or instance.action not in MIRRORED or model is None or issubclass(model, DraftStateMixin):
        return
    audit.record(actor=instance.user, action=MIRRORED[instance.action], target=model(pk=instance.object_id))


@receiver(account_signals.user_signed_up, dispatch_uid="core.signed_up")
def record_joining(user: User, **kwargs: Any) -> None:
    """Write that somebody joined."""
    audit.record(actor=user, action="account.created", target=user)


@receiver(account_signals.email_changed, dispatch_uid="core.email_changed")
def record_new_address(user: User, **kwargs: Any) -> None:
    """Write that somebody changed their address; which one is not written."""
    audit.record(actor=user, action="account.email_changed", target=user)


@receiver(account_signals.password_changed, dispatch_uid="core.password_changed")
@receiver(account_signals.password_set, dispatch_uid="core.password_set")
@receiver(account_signals.password_reset, dispatch_uid="core.password_reset")
def record_new_password(user: User, **kwargs: Any) -> None:
    """Write that somebody changed their password."""
    audit.record(actor=user, action="account.password_changed", target=user)


@receiver(factor_signals.authenticator_added, dispatch_uid="core.factor_added")
def record_factor_added(user: User, **kwargs: Any) -> None:
    """Write that somebody has a second factor now."""
    audit.record(actor=user, action="account.second_factor_added", target=user)


@receiver(factor_signals.authenticator_removed, dispatch_uid="core.factor_removed")
def record_factor_removed(user: User, **kwargs: Any) -> None:
    """Write that somebody took away a second factor."""
    audit.record(actor=user, action="account.second_factor_removed", target=user)
