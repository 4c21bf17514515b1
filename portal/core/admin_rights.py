# SPDX-License-Identifier: AGPL-3.0-or-later
"""What each role may do in the admin with the rows of this app."""

from portal.core import roles


def allow() -> None:
    """Say which roles enter the admin and which rows of ours they keep."""
    roles.allow(["wagtailadmin.access_admin"], *roles.ALL_ROLES)
    roles.allow(
        ["core.add_user", "core.change_user", "core.delete_user", "core.change_officesettings"],
        roles.ADMINISTRATOR,
    )
    roles.allow(["core.change_officesettings"], roles.COORDINATOR)
    roles.allow(
        ["core.add_area", "core.change_area", "core.add_privacynotice", "core.change_privacynotice"],
        roles.OFFICE,
        roles.COORDINATOR,
        roles.ADMINISTRATOR,
    )
    roles.allow(["core.add_privacynotice", "core.change_privacynotice"], roles.DPO)
    # Wagtail asks for the permissions of its own model, whatever model keeps the pictures.
    roles.allow_on_collections(
        ["wagtailimages.add_image", "wagtailimages.change_image", "wagtailimages.choose_image"],
        roles.DRAFTER,
        roles.OFFICE,
        roles.COORDINATOR,
        roles.ADMINISTRATOR,
    )
