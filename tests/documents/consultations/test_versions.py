# SPDX-License-Identifier: AGPL-3.0-or-later
"""Publishing a version freezes it for ever."""

from datetime import date, timedelta

import pytest
from django.db import DatabaseError, transaction
from wagtail.models import Site

from documents.consultations.enums import Stage
from documents.consultations.models import Version, VersionParagraph, VersionSection
from documents.consultations.queries import drafts, fingerprints
from documents.consultations.services import versions
from portal.core import roles, triggers
from portal.core.models import AuditEvent
from search.models import Refresh
from tests.factories.consultations_drafts import (
    MOMENT,
    blocks_of,
    coordinator,
    drafter,
    edit,
    imported,
    pages_of,
    published,
)
from tests.factories.core import StaffFactory, UserFactory

pytestmark = pytest.mark.django_db


def frozen(version):
    return [
        (section.slug, [(twin.number, twin.plain) for twin in section.paragraphs.order_by("position")])
        for section in version.sections.order_by("position")
    ]


def test_the_first_version_holds_what_is_ready_in_order():
    version = published(imported())

    assert (version.number, version.title, version.published_at) == (1, "Piano di prova", MOMENT)
    assert frozen(version) == [
        ("il-contesto", [(1, "La popolazione invecchia."), (2, "I giovani partono.")]),
        ("gli-obiettivi", [(3, "Ridurre le attese.")]),
    ]
    assert [stage.stage for stage in version.stages.all()] == [Stage.CONSULTATION]


def test_sub_headings_have_no_number():
    text = imported("# T\n\n## Sezione\n\n### Un titoletto\n\nParole.\n\n## Altra\n\nParole ancora.\n")

    version = published(text)

    assert frozen(version) == [("sezione", [(0, "Un titoletto"), (1, "Parole.")]), ("altra", [(2, "Parole ancora.")])]


def test_the_fingerprint_can_be_worked_out_again_and_changes_with_a_word():
    text = imported()
    first = published(text)
    page = pages_of(text)[0]
    (kind, _, first_id), second = blocks_of(page)
    edit(page, (kind, "<p>La popolazione cambia.</p>", first_id), second)
    latest = published(text)

    assert [fingerprints.of_version(version) for version in (first, latest)] == [first.sha256, latest.sha256]
    assert first.sha256 != latest.sha256


def test_a_draft_that_is_not_ready_stays_out():
    text = imported()
    published(text)
    page = pages_of(text)[0]
    edit(page, ("paragraph", "<p>Solo in bozza.</p>", None), is_ready=False)

    draft = drafts.next_version(text)

    assert (draft.has_changes, [page.title for page in draft.edited_since]) == (False, ["Il contesto"])
    with pytest.raises(versions.NothingChanged):
        published(text)


@pytest.mark.parametrize("role", [roles.DRAFTER, roles.OFFICE, roles.MODERATOR])
def test_only_the_coordinator_publishes(role):
    text = imported()

    with pytest.raises(versions.NotAllowed):
        published(text, by=StaffFactory(roles=[role]))

    assert Version.objects.count() == 0


def test_nothing_ready_is_nothing_to_publish():
    with pytest.raises(versions.NothingReady):
        published(imported(are_ready=False))


# THREATS: 55
def test_what_was_changed_after_it_was_looked_at_is_not_published():
    text = imported()
    digest = drafts.next_version(text).digest
    edit(pages_of(text)[0], ("paragraph", "<p>Cambiato da un altro.</p>", None))

    with pytest.raises(versions.ChangedMeanwhile):
        published(text, expected=digest)

    assert Version.objects.count() == 0


@pytest.mark.parametrize("model", [Version, VersionSection, VersionParagraph])
def test_the_database_refuses_to_change_or_delete_what_is_frozen(model):
    published(imported())
    triggers.install()
    row = model.objects.first()
    field = "title" if model is not VersionParagraph else "plain"

    with pytest.raises(DatabaseError), transaction.atomic():
        model.objects.filter(pk=row.pk).update(**{field: "altro"})
    with pytest.raises(DatabaseError), transaction.atomic():
        model.objects.filter(pk=row.pk)._raw_delete("default")


def test_publishing_leaves_an_audit_row_and_tells_the_index():
    text, by = imported(), coordinator()
    Refresh.objects.all().delete()

    version = published(text, by=by)

    deeds = AuditEvent.objects.filter(action="version.published").values_list("actor_id", "target_id")
    assert list(deeds) == [(by.pk, str(version.pk))]
    assert sorted(Refresh.objects.values_list("kind", flat=True)) == ["section", "section", "text"]


def test_the_first_version_is_unchanged_by_the_second():
    text = imported()
    first = published(text)
    before = frozen(first)
    edit(pages_of(text)[0], ("paragraph", "<p>Tutto nuovo.</p>", None))

    second = published(text, moment=MOMENT + timedelta(days=30))

    assert (frozen(Version.objects.get(pk=first.pk)), second.number) == (before, 2)


def test_the_stages_come_in_one_order_only_each_with_its_act():
    version, by = published(imported(), stage=Stage.PROPOSAL), coordinator()
    later = MOMENT + timedelta(days=90)
    act = {"act_number": "12", "act_body": "Giunta comunale", "act_date": date(2026, 5, 4)}

    def take(stage, **changes):
        return versions.add_stage(version=version, stage=stage, by=by, moment=later, **{**act, **changes})

    with pytest.raises(versions.OutOfOrder):
        take(Stage.APPROVED)
    with pytest.raises(versions.OutOfOrder):
        take(Stage.ADOPTED, act_date=date(2026, 9, 1))
    take(Stage.ADOPTED)
    with pytest.raises(versions.OutOfOrder):
        take(Stage.APPROVED, act_date=date(2026, 5, 3))
    take(Stage.APPROVED)

    assert [one.stage for one in version.stages.order_by("pk")] == [Stage.PROPOSAL, Stage.ADOPTED, Stage.APPROVED]


def test_a_text_that_nobody_proposed_cannot_be_adopted():
    version, by = published(imported()), coordinator()

    with pytest.raises(versions.OutOfOrder):
        versions.add_stage(
            version=version, stage=Stage.ADOPTED, by=by, moment=MOMENT, act_number="12", act_body="Giunta comunale",
            act_date=date(2026, 3, 1),
        )  # fmt: skip


def test_adoption_needs_its_act_and_the_coordinator():
    version, by = published(imported(), stage=Stage.PROPOSAL), coordinator()
    act = {"act_number": "12", "act_body": "Giunta comunale", "act_date": date(2026, 3, 1)}

    with pytest.raises(versions.NotAllowed):
        versions.add_stage(version=version, stage=Stage.ADOPTED, by=drafter(), moment=MOMENT, **act)
    with pytest.raises(versions.StageRefused):
        versions.add_stage(version=version, stage=Stage.ADOPTED, by=by, moment=MOMENT, **{**act, "act_number": " "})
    taken = versions.add_stage(version=version, stage=Stage.ADOPTED, by=by, moment=MOMENT, **act)
    with pytest.raises(versions.StageRefused):
        versions.add_stage(version=version, stage=Stage.ADOPTED, by=by, moment=MOMENT, **act)

    assert (taken.act_number, taken.act_body, taken.act_date) == ("12", "Giunta comunale", date(2026, 3, 1))


# THREATS: 1
def test_the_editors_pages_have_no_public_address(client):
    text = imported()
    page = pages_of(text)[0]

    paths = [part.url_path for part in (text.page.get_parent(), text.page, page)]

    assert [part.url for part in (text.page, page)] == [None, None]
    assert [client.get(path).status_code for path in paths] == [404, 404, 404]
    assert Site.objects.filter(root_page__in=text.page.get_ancestors().filter(depth__gt=1)).count() == 0


# THREATS: 9
def test_the_editors_pages_are_closed_to_citizens_and_moderators(client, settings):
    settings.IS_DEMO = True  # no second factor asked: only the role stands in the way
    page = pages_of(imported())[0]
    addresses = [
        f"/gestione/pages/{page.pk}/edit/",
        f"/gestione/pages/{page.pk}/history/",
        f"/gestione/pages/{page.pk}/revisions/compare/earliest...latest/",
        f"/gestione/pages/{page.pk}/copy/",
        f"/gestione/pages/{page.pk}/view_draft/",
    ]

    for person in (UserFactory(), StaffFactory(roles=[roles.MODERATOR])):
        client.force_login(person)
        answers = [client.get(address) for address in addresses]
        assert [b"La popolazione invecchia" in answer.content for answer in answers] == [False] * len(addresses)
        assert {answer.status_code for answer in answers} <= {302, 403, 404}
