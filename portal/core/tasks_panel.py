# SPDX-License-Identifier: AGPL-3.0-or-later
"""«Da fare oggi» on the admin's home: numbers, each of which opens its list. Apps register theirs.

tasks_panel.register(
    tasks_panel.Task(
        name="observations.to_moderate",
        label=_("Osservazioni da moderare"),
        count=lambda user: queries.waiting_for(user).count(),
        url=lambda: reverse("comments_admin:queue") + "?state=PENDING",
        roles=(roles.MODERATOR, roles.OFFICE),
    )
)
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from wagtail.admin.ui.components import Component

from portal.core.roles import has_role

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

    from portal.core.models import User


@dataclass(frozen=True, kw_only=True)
class Task:
    """Something that staff of some roles have to do, how much of it there is, and where it is done."""

    name: str
    label: StrOrPromise
    count: Callable[[User], int]
    url: Callable[[], str]
    roles: tuple[str, ...]
    is_late: bool = False
    position: int = 100


@dataclass(frozen=True, kw_only=True)
class Counted:
    """A task with its number for one person."""

    label: StrOrPromise
    number: int
    url: str
    is_late: bool


_tasks: dict[str, Task] = {}


def register(task: Task) -> None:
    """Add a task; registering the same name again replaces it."""
    _tasks[task.name] = task


def tasks_for(user: User) -> list[Counted]:
    """Return what a person of the office has to do, what is late first, in the order of the tasks."""
    mine = sorted(
        (task for task in _tasks.values() if has_role(user, *task.roles)),
        key=lambda task: (not task.is_late, task.position),
    )
    return [Counted(label=task.label, number=task.count(user), url=task.url(), is_late=task.is_late) for task in mine]


class TasksPanel(Component):
    """The panel itself: what is to be done, and in one line what is not."""

    name = "tasks"
    template_name = "core/admin/tasks_panel.html"
    order = 10

    def get_context_data(self, parent_context: Mapping[str, Any]) -> dict[str, Any]:
        """Return the counted tasks of the signed-in person."""
        tasks = tasks_for(parent_context["request"].user)
        return {
            "todo": [task for task in tasks if task.number],
            "done": [task for task in tasks if not task.number],
        }
