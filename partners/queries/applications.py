# SPDX-License-Identifier: AGPL-3.0-or-later
"""Reading calls and applications: the public page of a call, the own application, the queue of the office."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.db.models import Count, Prefetch, Q, QuerySet

from partners.enums import ApplicationState, CheckResult, StepKind
from partners.models import (
    Application,
    ApplicationCheck,
    ApplicationEvent,
    ApplicationFile,
    ApplicationStep,
    Call,
    CallCriterion,
    Partner,
    WaitingApplication,
)
from partners.models.mandate import day_of
from partners.queries.terms import Pause, decision_due, is_stopped
from portal.core.exceptions import NotReadable
from portal.core.models import Area, PrivateUpload
from portal.core.slugs import free_slug

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from portal.core.models import User

# What admission copies from an application to the register.
COPIED = (
    "name", "kind", "fiscal_code", "runts_section", "runts_number", "municipality", "address", "pec", "email",
    "phone", "website", "what_it_does",
)  # fmt: skip


def readable_calls(moment: datetime) -> tuple[list[Call], list[Call]]:
    """Return the published calls: those open or to come, and those that are over."""
    found = list(Call.objects.published())
    over = [call for call in found if call.is_over_at(moment)]
    return [call for call in found if call not in over], over


def readable_call(slug: str) -> Call:
    """Return a published call with what it asks and how its deadline changed.

    :raises NotReadable: it does not exist or is being prepared; the two look the same.
    """
    found = Call.objects.published().filter(slug=slug).prefetch_related("criteria", "attachments", "extensions").first()
    if found is None:
        raise NotReadable
    return found


def areas_to_choose() -> QuerySet[Area]:
    """Return the areas of intervention, for the form."""
    return Area.objects.all()


def call_for_staff(pk: int) -> Call:
    """Return any call, for the office.

    :raises NotReadable: it does not exist.
    """
    found = Call.objects.filter(pk=pk).first()
    if found is None:
        raise NotReadable
    return found


def calls_for_staff() -> list[Call]:
    """Return every call, the newest first."""
    return list(Call.objects.order_by("-opens_at", "-pk"))


def free_call_slug(title: str) -> str:
    """Return an address for a call that no other call has."""
    return free_slug(Call, title)


def own_draft(call: Call, user: User | AnonymousUser) -> Application | None:
    """Return the application that a person is preparing for a call."""
    if not user.is_authenticated:
        return None
    drafts = Application.objects.filter(call=call, applicant_id=user.pk, state=ApplicationState.DRAFT)
    return drafts.prefetch_related("areas", "files__upload").first()


def own_applications(user: User) -> list[Application]:
    """Return what a person applied for or is preparing, newest first, with what is still asked."""
    steps = Prefetch("steps", queryset=ApplicationStep.objects.filter(answered_at=None), to_attr="open_steps")
    found = Application.objects.filter(applicant=user).exclude(state=ApplicationState.WITHDRAWN)
    return list(found.select_related("call", "partner").prefetch_related(steps).order_by("-started_at"))


def application_with_code(code: str) -> Application:
    """Return the sent application with this receipt code, for whoever holds the code.

    :raises NotReadable: there is none, or it is still being prepared.
    """
    found = Application.objects.sent().filter(receipt_code=code).select_related("call", "partner").first()
    if found is None:
        raise NotReadable
    return found


def own_application(code: str, *, user: User) -> Application:
    """Return an application to the person who made it.

    :raises NotReadable: it is somebody else's, or does not exist.
    """
    found = Application.objects.filter(receipt_code=code, applicant=user).select_related("call", "partner").first()
    if found is None:
        raise NotReadable
    return found


def own_open_step(application: Application, pk: int) -> ApplicationStep:
    """Return a request of the office that belongs to an application.

    :raises NotReadable: it does not.
    """
    found = application.steps.filter(pk=pk).first()
    if found is None:
        raise NotReadable
    return found


def file_of(application: Application, pk: int) -> PrivateUpload:
    """Return a file handed in with an application.

    :raises NotReadable: it is of another one.
    """
    found = application.files.filter(pk=pk).select_related("upload").first()
    if found is None:
        raise NotReadable
    return found.upload


def waiting_application(token: str, *, moment: datetime) -> WaitingApplication:
    """Return what waits for its code.

    :raises NotReadable: nothing waits under this token any more.
    """
    found = WaitingApplication.objects.filter(token=token).select_related("call", "application").first()
    if found is None or (found.confirmed_at is None and found.expires_at <= moment):
        raise NotReadable
    return found


@dataclass(frozen=True, kw_only=True)
class Standing:
    """Where an application is: what is asked, what happened, by when the office owes an answer."""

    application: Application
    steps: list[ApplicationStep]
    events: list[ApplicationEvent]
    due_on: date | None
    is_stopped: bool
    days_left: int
    open_steps: list[ApplicationStep] = field(default_factory=list)

    @property
    def is_late(self) -> bool:
        """Whether the term is over and nothing was decided."""
        return self.due_on is not None and not self.is_stopped and self.days_left < 0

    @property
    def has_open_objection(self) -> bool:
        """Whether the notice before a refusal still runs."""
        return any(step.is_objection for step in self.open_steps)


def standing_of(application: Application, *, moment: datetime) -> Standing:
    """Return where an application stands at this moment."""
    steps = list(application.steps.prefetch_related("files__upload"))
    return _standing(application, steps, list(application.events.all()), moment)


def _standing(
    application: Application, steps: list[ApplicationStep], events: list[ApplicationEvent], moment: datetime
) -> Standing:
    today, due = day_of(moment), None
    pauses = [_pause(step) for step in steps]
    if application.is_waiting and application.sent_at is not None:
        days = application.call.decision_days
        due = decision_due(received_on=day_of(application.sent_at), days=days, pauses=pauses, today=today)
    return Standing(
        application=application,
        steps=steps,
        events=events,
        due_on=due,
        is_stopped=is_stopped(pauses, today=today),
        days_left=(due - today).days if due else 0,
        open_steps=[step for step in steps if step.is_open],
    )


def _pause(step: ApplicationStep) -> Pause:
    return Pause(
        began_on=day_of(step.asked_at),
        due_on=step.due_on,
        ended_on=day_of(step.answered_at) if step.answered_at else None,
        is_objection=step.is_objection,
    )


def queue(state: str = "") -> QuerySet[Application]:
    """Return the applications of the office's list, what waits longest first; nothing that is being prepared."""
    found = Application.objects.sent().select_related("call", "partner").prefetch_related("steps")
    found = found.filter(state=state) if state else found.waiting()
    return found.order_by("sent_at", "pk")


def standings(applications: list[Application], *, moment: datetime) -> list[Standing]:
    """Return where each of these stands; their steps were read together."""
    return [_standing(one, list(one.steps.all()), [], moment) for one in applications]


def queue_counts() -> dict[str, int]:
    """Return how many applications there are in each state."""
    rows = Application.objects.sent().order_by().values("state").annotate(total=Count("pk"))
    return {row["state"]: row["total"] for row in rows}


def waiting_count() -> int:
    """Return how many applications wait for the office."""
    return Application.objects.waiting().count()


def late_count(*, moment: datetime) -> int:
    """Return how many applications wait beyond their term."""
    return sum(1 for standing in standings(list(queue()), moment=moment) if standing.is_late)


def answered_count() -> int:
    """Return how many applications wait with an answer from who applied that nobody has acted on."""
    answered = ApplicationStep.objects.exclude(answered_at=None).values("application")
    is_asked = ApplicationStep.objects.filter(answered_at=None).values("application")
    return Application.objects.waiting().filter(pk__in=answered).exclude(pk__in=is_asked).count()


def application_for_staff(pk: int) -> Application:
    """Return a sent application for the office.

    :raises NotReadable: it does not exist, or its author is still preparing it.
    """
    found = Application.objects.sent().select_related("call", "partner", "applicant").filter(pk=pk).first()
    if found is None:
        raise NotReadable
    return found


@dataclass(frozen=True, kw_only=True)
class ChecklistRow:
    """A criterion and what was found of it."""

    criterion: CallCriterion
    check: ApplicationCheck | None

    @property
    def is_met(self) -> bool:
        """Whether it was found true."""
        return self.check is not None and self.check.result == CheckResult.YES


def checklist(application: Application) -> list[ChecklistRow]:
    """Return every criterion of the call with what the office found."""
    found = {check.criterion_id: check for check in application.checks.select_related("checked_by")}
    criteria = CallCriterion.objects.filter(call_id=application.call_id)
    return [ChecklistRow(criterion=one, check=found.get(one.pk)) for one in criteria]


def partner_with_code(fiscal_code: str) -> Partner | None:
    """Return the organisation of the register that bears this fiscal code."""
    return Partner.objects.filter(fiscal_code=fiscal_code).first() if fiscal_code else None


@dataclass(frozen=True, kw_only=True)
class Difference:
    """A fact on which application and register do not agree."""

    name: str
    label: str
    kept: Any
    proposed: Any


def merge_proposal(application: Application) -> tuple[Partner | None, list[Difference]]:
    """Return the partner that already bears the fiscal code, and what the application says otherwise."""
    partner = application.partner or partner_with_code(application.fiscal_code)
    if partner is None:
        return None, []
    found = []
    for name in COPIED:
        kept, proposed = getattr(partner, name), getattr(application, name)
        if proposed and kept and kept != proposed:
            label = str(Partner._meta.get_field(name).verbose_name)
            found.append(
                Difference(name=name, label=label, kept=_shown(partner, name), proposed=_shown(application, name))
            )
    return partner, found


def similar_partners(application: Application) -> list[Partner]:
    """Return the partners without a fiscal code that have the same name: perhaps the same organisation."""
    same = Q(name__iexact=application.name.strip())
    return list(Partner.objects.filter(same, fiscal_code="")[:5]) if application.name else []


def open_objection(application: Application) -> ApplicationStep | None:
    """Return the latest notice before a refusal."""
    return application.steps.filter(kind=StepKind.OBJECTION).order_by("-pk").first()


def files_of(application: Application) -> list[ApplicationFile]:
    """Return what was handed in, with the name of each request."""
    return list(application.files.select_related("upload", "wanted", "step"))


def applications_told(user: User) -> list[dict[str, Any]]:
    """Return what a person applied for, in plain words, for who asks for the own data."""
    return [
        {
            "numero": one.number,
            "organizzazione": one.name,
            "codice_fiscale": one.fiscal_code,
            "stato": one.get_state_display(),
            "presentata_il": one.sent_at,
            "chi_presenta": one.applicant_name,
            "persona_delegata": one.delegate_name,
            "email_della_persona_delegata": one.delegate_email,
        }
        for one in Application.objects.filter(applicant=user).order_by("pk")
    ]


def _shown(row: Partner | Application, name: str) -> Any:
    method = getattr(row, f"get_{name}_display", None)
    return method() if method else getattr(row, name)
