# SPDX-License-Identifier: AGPL-3.0-or-later
"""Wagtail's administration of people, with our views."""

from wagtail.users.apps import WagtailUsersAppConfig


class PeopleConfig(WagtailUsersAppConfig):
    """`wagtail.users`, told which views to use."""

    user_viewset = "portal.core.people_admin.PersonViewSet"
    group_viewset = "wagtail.users.views.groups.GroupViewSet"
