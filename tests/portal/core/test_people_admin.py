# SPDX-License-Identifier: AGPL-3.0-or-later
"""People, roles and the register of deeds in the admin, through its own pages."""

from html import unescape

import pytest
from django.contrib.auth.models import Group
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse
from wagtail.admin.menu import admin_menu

from portal.core import audit, audit_chain, roles, tasks_panel
from portal.core.models import AuditEvent, User
from tests.factories.core import PASSWORD, AreaFactory, StaffFactory, UserFactory, office

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _demo(settings):
    """The second factor is not what these tests are about."""
    settings.IS_DEMO = True


@pytest.fixture
def administrator(client):
    roles.install()
    person = StaffFactory(roles=[roles.ADMINISTRATOR])
    client.force_login(person)
    return person


def _edit(client, person, **changes):
    values = {
        "email": person.email,
        "first_name": person.first_name,
        "last_name": person.last_name,
        "is_active": "on",
        "groups": list(person.groups.values_list("pk", flat=True)),
    }
    return client.post(reverse("wagtailusers_users:edit", args=[person.pk]), values | changes)


def test_a_new_person_of_the_office_needs_no_password(client, administrator):
    role = Group.objects.get(name=roles.MODERATOR)

    response = client.post(
        reverse("wagtailusers_users:add"),
        {"email": "Marta@Ambito.example", "first_name": "Marta", "last_name": "Rossi", "groups": [role.pk]},
    )
    person = User.objects.get(email="marta@ambito.example")

    assert response.status_code == 302
    assert (person.is_staff, person.is_superuser, person.has_usable_password()) == (True, False, False)
    given = AuditEvent.objects.get(action="role.given", target_id=str(person.pk))
    assert (given.actor_id, given.text.body) == (administrator.pk, {"after": {"role": roles.MODERATOR}})


# THREATS: 73
def test_a_role_taken_away_takes_the_admin_away_and_is_written(client, administrator):
    person = StaffFactory(roles=[roles.MODERATOR])

    _edit(client, person, groups=[])
    person.refresh_from_db()

    assert person.is_staff is False
    assert AuditEvent.objects.get(action="role.taken", target_id=str(person.pk)).actor_id == administrator.pk


# THREATS: 18, 19
def test_an_administrator_of_the_portal_cannot_make_one_of_everything(client, administrator):
    person = StaffFactory(roles=[roles.MODERATOR])

    _edit(client, person, is_superuser="on")
    _edit(client, administrator, is_superuser="on", groups=[Group.objects.get(name=roles.DPO).pk])
    administrator.refresh_from_db()

    assert User.objects.filter(is_superuser=True).count() == 0
    assert [group.name for group in administrator.groups.all()] == [roles.ADMINISTRATOR]


# THREATS: 19
def test_nobody_below_may_touch_who_may_do_everything(client, administrator):
    chief = StaffFactory(is_superuser=True, email="capo@ambito.example")

    edited = _edit(client, chief, email="altro@ambito.example")
    emptied = client.post(reverse("wagtailusers_users:delete", args=[chief.pk]))
    chief.refresh_from_db()

    assert edited.status_code == 404
    assert emptied.status_code == 302
    assert (chief.email, chief.is_emptied) == ("capo@ambito.example", False)


# THREATS: 19
@pytest.mark.parametrize("role", [name for name in roles.ALL_ROLES if name != roles.ADMINISTRATOR])
def test_no_other_role_changes_people(client, role):
    roles.install()
    client.force_login(StaffFactory(roles=[role]))
    person = UserFactory()

    answers = [
        client.get(reverse("wagtailusers_users:index")).status_code,
        _edit(client, person, first_name="Altro").status_code,
        client.post(reverse("wagtailusers_users:delete", args=[person.pk])).status_code,
    ]
    person.refresh_from_db()

    assert answers == [302, 302, 302]
    assert (person.first_name, person.is_emptied) == ("Ada", False)


# THREATS: 67
def test_deleting_a_person_empties_the_account(client, administrator):
    person = UserFactory()
    url = reverse("wagtailusers_users:delete", args=[person.pk])

    page = client.get(url)
    client.post(url)
    person.refresh_from_db()

    assert "Stai per svuotare l'account di" in unescape(page.content.decode())
    assert person.is_emptied is True
    assert AuditEvent.objects.get(action="account.emptied").actor_id == administrator.pk


# THREATS: 67
def test_deleting_many_people_empties_their_accounts(client, administrator):
    people = UserFactory.create_batch(2)
    url = reverse("wagtail_bulk_action", args=["core", "user", "delete"])
    query = "&".join(f"id={person.pk}" for person in people)

    page = client.get(f"{url}?{query}&next=/gestione/users/")
    client.post(f"{url}?{query}&next=/gestione/users/")

    assert page.status_code == 200
    assert User.objects.exclude(emptied_at=None).count() == 2
    assert User.objects.count() == 3


# THREATS: 26, 73
def test_switching_off_ends_the_sessions_and_is_written(client, administrator):
    person = UserFactory()
    theirs = Client()
    theirs.post(reverse("account_login"), {"login": person.email, "password": PASSWORD})
    before = Session.objects.count()
    url = reverse("wagtail_bulk_action", args=["core", "user", "set_active_state"])

    client.post(f"{url}?id={person.pk}&next=/gestione/users/", {"mark_as_active": "False"})

    assert before - Session.objects.count() == 1
    assert theirs.get(reverse("desk:home")).status_code == 302
    assert AuditEvent.objects.get(action="account.changed").target_id == str(person.pk)


# THREATS: 19
def test_nobody_gives_a_role_to_themselves_in_bulk(client, administrator):
    role = Group.objects.get(name=roles.COORDINATOR)
    url = reverse("wagtail_bulk_action", args=["core", "user", "assign_role"])

    client.post(f"{url}?id={administrator.pk}&next=/gestione/users/", {"role": role.pk})

    assert [group.name for group in administrator.groups.all()] == [roles.ADMINISTRATOR]


def test_the_list_and_the_history_of_a_person_open(client, administrator):
    person = UserFactory()

    pages = [
        client.get(reverse("wagtailusers_users:index")),
        client.get(reverse("wagtailusers_users:add")),
        client.get(reverse("wagtailusers_users:edit", args=[person.pk])),
        client.get(reverse("wagtailusers_users:history", args=[person.pk])),
    ]

    assert [page.status_code for page in pages] == [200] * 4


@pytest.mark.parametrize(
    ("role", "status"),
    [(name, 200 if name in {roles.COORDINATOR, roles.DPO, roles.ADMINISTRATOR} else 302) for name in roles.ALL_ROLES],
)
# THREATS: 73
def test_the_register_of_deeds_is_for_coordinators_dpo_and_administrators(client, role, status):
    roles.install()
    client.force_login(StaffFactory(roles=[role]))

    answers = {client.get(reverse(name)).status_code for name in ("core_audit", "core_audit_results", "core_audit_csv")}

    assert answers == {status}


# THREATS: 38, 73
def test_the_register_is_narrowed_and_taken_away_safely(client, administrator):
    person = UserFactory()
    audit.record(actor=person, action="thing.happened", target=person, reason="=1+1")
    audit.record(actor=person, action="account.changed", target=person, reason="niente")
    audit_chain.seal()

    page = client.get(reverse("core_audit"), {"target_id": str(person.pk), "action": "account.changed"})
    answer = client.get(reverse("core_audit_csv"), {"actor_id": str(person.pk)})
    lines = b"".join(answer.streaming_content).decode().splitlines()

    assert [event.action for event in page.context["object_list"]] == ["account.changed"]
    assert lines[0] == "\ufeffMomento;Chi;Per il partner;Azione;Su che cosa;Sigillata;Testo"
    assert [line.split(";")[3] for line in lines[1:]] == ["thing.happened", "account modificato"]
    assert [line.split(";")[6] for line in lines[1:]] == ["motivo: =1+1", "motivo: niente"]
    assert AuditEvent.objects.filter(action="audit.exported").count() == 1


@pytest.mark.parametrize("number", [1, 12])
def test_the_register_costs_the_same_however_long(client, administrator, number, django_assert_max_num_queries):
    for person in UserFactory.create_batch(number):
        audit.record(actor=person, action="thing.happened", target=person, reason="x")
    client.get(reverse("core_audit"))

    with django_assert_max_num_queries(25) as captured:
        client.get(reverse("core_audit_results"))

    assert len([query for query in captured.captured_queries if "core_auditevent" in query["sql"]]) <= 3


def test_the_home_shows_what_is_to_be_done_before_pages(client, administrator):
    for name, number, is_late in (("prova.tante", 7, False), ("prova.tardi", 2, True), ("prova.niente", 0, False)):
        tasks_panel.register(
            tasks_panel.Task(
                name=name,
                label=name,
                count=lambda user, number=number: number,
                url=lambda: "/gestione/",
                roles=(roles.ADMINISTRATOR,),
                is_late=is_late,
            )
        )
    try:
        page = client.get(reverse("wagtailadmin_home"))
        panels = page.context["panels"]
        todo = [(task.label, task.number) for task in tasks_panel.tasks_for(administrator) if "prova" in task.label]
    finally:
        for name in ("prova.tante", "prova.tardi", "prova.niente"):
            tasks_panel._tasks.pop(name)

    assert panels[0].name == "tasks"
    assert todo == [("prova.tardi", 2), ("prova.tante", 7), ("prova.niente", 0)]


def test_a_task_is_shown_to_its_roles_only():
    moderator = StaffFactory(roles=[roles.MODERATOR])

    assert "mail.waiting" in tasks_panel._tasks
    assert [task.label for task in tasks_panel.tasks_for(moderator) if "Messaggi" in str(task.label)] == []


def test_the_admin_carries_the_name_of_this_portal_in_italian(client, administrator):
    office(portal_name="Distretto di Altrove")

    content = client.get(reverse("wagtailadmin_home")).content.decode()

    assert "Gestione: Distretto di Altrove" in content
    assert '<html lang="it"' in content
    assert "gravatar" not in content
    assert "releases.wagtail" not in content


@pytest.mark.parametrize(
    ("role", "sees"),
    [
        (roles.MODERATOR, {"explorer": False, "audit": False, "settings": False, "reports": False, "help": False}),
        (roles.DPO, {"explorer": False, "audit": True, "settings": False, "reports": False, "help": False}),
        (roles.ADMINISTRATOR, {"audit": True, "settings": True, "help": False}),
    ],
)
def test_the_menu_follows_the_role(rf, role, sees):
    roles.install()
    request = rf.get("/gestione/")
    request.user = StaffFactory(roles=[role])
    names = {item.name for item in admin_menu.menu_items_for_request(request)}

    assert {name: name in names for name in sees} == sees


def test_roles_are_installed_twice_without_harm():
    roles.install()
    before = {group.name: group.permissions.count() for group in Group.objects.all()}
    roles.install()

    assert {group.name: group.permissions.count() for group in Group.objects.all()} == before
    assert set(before) == set(roles.ALL_ROLES)


# THREATS: 73
def test_what_is_changed_in_the_settings_is_written(client, administrator):
    area = AreaFactory()
    url = reverse("wagtailsnippets_core_area:edit", args=[area.pk])

    client.post(
        url,
        {"name": "Anziani", "slug": "anziani", "sentence": "Servizi.", "how_to": "null", "phone": "", "position": "1"},
    )
    area.refresh_from_db()

    assert area.name == "Anziani"
    assert AuditEvent.objects.get(action="admin.edited").actor_id == administrator.pk
