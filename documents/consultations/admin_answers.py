# SPDX-License-Identifier: AGPL-3.0-or-later
"""Answering in the admin: the register, one screen for one observation, one answer for many, publishing."""

from __future__ import annotations

from collections.abc import Sequence
from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db import transaction
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from documents.consultations import permissions
from documents.consultations.admin_door import StaffRequest, forbidden, only
from documents.consultations.admin_frames import MOST_TOGETHER, frame, numbers_in
from documents.consultations.forms.answer import AnswerForm, outcome_of, resumed
from documents.consultations.forms.filters import RegisterForm
from documents.consultations.models import Consultation
from documents.consultations.queries import next_words, outcomes, preparation, proposals, screen
from documents.consultations.queries.categories import category_choices
from documents.consultations.queries.next_words import NextParagraph
from documents.consultations.services import handling
from documents.consultations.services import outcomes as services
from portal.comments.models import Observation
from portal.comments.words import as_html
from portal.core.exceptions import NotReadable
from portal.core.models import User
from portal.ui.lists import chips_of

PAGE_SIZE = 50
EDIT_METHODS = ["GET", "HEAD", "POST"]


@require_safe
@only(permissions.can_answer)
def register(request: StaffRequest, pk: int) -> HttpResponse:
    """List the contributions of a consultation, with filters; those ticked can be answered or published together."""
    found = preparation.answered_one(pk)
    form = RegisterForm(
        request.GET,
        sections=outcomes.section_choices(found),
        categories=category_choices(found),
        viewer_pk=request.user.pk,
    )
    page = Paginator(outcomes.register(found, form.filters), PAGE_SIZE).get_page(request.GET.get("page"))
    context = {
        "consultation": found,
        "numbers": outcomes.numbers(found),
        "form": form,
        "chips": chips_of(request, form),
        "page": page,
        "rows": [(one, outcome_of(one)) for one in page.object_list],
        "can_publish": permissions.can_publish_answers(request.user),
        **frame(_("Osservazioni e risposte"), found),
    }
    return render(request, "consultations/admin/outcome_register.html", context)


@require_POST
@only(permissions.can_answer)
def chosen(request: StaffRequest, pk: int) -> HttpResponse:
    """Take the ticked contributions where the button says: to one answer for all of them, or out in public."""
    found = preparation.answered_one(pk)
    ticked = numbers_in(request.POST.getlist("scelte"))
    if not ticked:
        messages.warning(request, _("Spunta almeno un'osservazione."))
        return redirect("answers_admin:register", pk)
    if request.POST.get("azione") == "pubblica":
        return _publish(request, found, ticked)
    query = QueryDict(mutable=True)
    query.setlist("scelte", [str(one) for one in ticked])
    page = "assign" if request.POST.get("azione") == "affida" else "many"
    return redirect(f"{reverse(f'answers_admin:{page}', args=[pk])}?{query.urlencode()}")


@require_http_methods(EDIT_METHODS)
@only(permissions.can_answer)
def answer(request: StaffRequest, pk: int, observation_pk: int) -> HttpResponse:
    """Answer one observation: what was said, the words then and as they will be, the answer, on one screen."""
    found = preparation.answered_one(pk)
    observation = outcomes.one_in_register(found, observation_pk)
    return _answer(request, found, [observation], template="consultations/admin/outcome_answer.html")


@require_http_methods(EDIT_METHODS)
@only(permissions.can_answer)
def answer_many(request: StaffRequest, pk: int) -> HttpResponse:
    """Give one answer to many observations, ticked by hand."""
    found = preparation.answered_one(pk)
    ticked = numbers_in((request.POST if request.method == "POST" else request.GET).getlist("scelte"))
    observations = outcomes.in_register(found, ticked[:MOST_TOGETHER])
    if not observations:
        raise NotReadable
    return _answer(request, found, observations, template="consultations/admin/outcome_answer_many.html")


def _answer(
    request: StaffRequest, found: Consultation, observations: Sequence[Observation], *, template: str
) -> HttpResponse:
    ahead = next_words.paragraphs(found)
    form = AnswerForm(
        request.POST if request.method == "POST" else None,
        observations=observations,
        found=ahead,
        office=found.office,
    )
    status = HTTPStatus.OK
    if request.method == "POST" and "solo-nota" in request.POST:
        form = _with_note_kept(request, observations, ahead, found)
    elif request.method == "POST" and form.is_valid():
        wrong = _prepared(request, found, form, observations)
        if wrong is None:
            return _onwards(request, found, observations)
        form.add_error(None, wrong)
        status = HTTPStatus.CONFLICT
    one = observations[0]
    context = {
        "form": form,
        "consultation": found,
        "observations": [(each, as_html(each.comment), outcome_of(each)) for each in observations],
        **_screen(found, one, ahead, viewer=request.user),
        "proposal": proposals.in_hand(found, one) if len(observations) == 1 else None,
        "can_take": permissions.can_write_texts(request.user),
        "can_publish": permissions.can_publish_answers(request.user),
        **frame(_title(observations), found, is_below=True),
    }
    return render(request, template, context, status=status)


def _with_note_kept(
    request: StaffRequest, observations: Sequence[Observation], ahead: Sequence[NextParagraph], found: Consultation
) -> AnswerForm:
    """Keep the note and nothing else; the answer half typed stays on the screen."""
    try:
        handling.add_note(
            observation=observations[0], text=request.POST.get("note", ""), by=request.user, moment=timezone.now()
        )
    except handling.NothingWritten:
        messages.warning(request, _("La nota è vuota, o troppo lunga."))
    else:
        messages.success(request, _("Nota salvata: la vede solo l'ufficio."))
    typed = {**resumed(request.POST), "note": ""}
    return AnswerForm(observations=observations, found=ahead, office=found.office, initial=typed)


def _screen(found: Consultation, one: Observation, ahead: Sequence[NextParagraph], *, viewer: User) -> dict[str, Any]:
    outcome = outcome_of(one)
    return {
        "observation": one,
        "beside": screen.beside(found, one, viewer=viewer),
        "text": as_html(one.comment),
        "outcome": outcome,
        "in_hand": outcome.in_hand if outcome else None,
        "is_stale": outcome is not None and outcome.in_hand.revision_number != one.revision_number,
        "ahead": next_words.commented(ahead, one),
        "lives_in": [each for each in next_words.lives_in(ahead, one) if str(each.identity) != one.target_id],
        "is_paragraph": one.target_kind == "paragraph",
    }


def _prepared(
    request: StaffRequest, found: Consultation, form: AnswerForm, observations: Sequence[Observation]
) -> str | None:
    moment = timezone.now()
    try:
        with transaction.atomic():
            services.prepare(
                consultation=found, seen=form.seen_values, answer=form.answer, by=request.user, moment=moment
            )
            if form.cleaned_data.get("note"):
                handling.add_note(
                    observation=observations[0], text=form.cleaned_data["note"], by=request.user, moment=moment
                )
    except handling.NothingWritten:
        return _("La nota interna è troppo lunga.")
    except services.CorrectionReasonMissing:
        return _(
            "Una di queste risposte è appena stata pubblicata: si può solo correggere, dicendo perché. "
            "Quello che hai scritto è ancora qui sotto; apri la pagina in un'altra scheda e confronta."
        )
    except services.ChangedMeanwhile:
        return _(
            "Nel frattempo qualcun altro ha salvato o pubblicato questa risposta: la tua non è salvata, "
            "ma è ancora qui sotto. Apri la pagina in un'altra scheda e confronta."
        )
    except services.NotOwed:
        return _("A questa osservazione non si deve più una risposta: è stata ritirata o tolta.")
    except (services.ChangeOrCommitmentMissing, services.MotivationTooShort):
        return _("Manca il motivo, o che cosa cambia.")
    return None


def _onwards(request: StaffRequest, found: Consultation, observations: Sequence[Observation]) -> HttpResponse:
    count = len(observations)
    told = ngettext(
        "Risposta preparata: la vede solo l'ufficio.",
        "Risposta preparata per %(count)d osservazioni: la vede solo l'ufficio.",
        count,
    )
    messages.success(request, told % {"count": count})
    if "next" in request.POST:
        following = outcomes.first_unanswered(found, after=observations[-1])
        if following is not None:
            return redirect("answers_admin:answer", found.pk, following)
        messages.info(request, _("Non ce ne sono altre senza risposta."))
    return redirect("answers_admin:register", found.pk)


def _publish(request: StaffRequest, found: Consultation, ticked: Sequence[int]) -> HttpResponse:
    if not permissions.can_publish_answers(request.user):
        return forbidden(request)
    editions = {}
    for observation_pk in ticked:
        outcome_pk, _colon, edition = request.POST.get(f"stesura-{observation_pk}", "").partition(":")
        if outcome_pk.isdigit() and edition.isdigit():
            editions[int(outcome_pk)] = int(edition)
    if len(editions) != len(ticked):
        messages.error(request, _("Alcune delle osservazioni scelte non hanno ancora una risposta preparata."))
        return redirect("answers_admin:register", found.pk)
    try:
        count = services.publish(consultation=found, editions=editions, by=request.user, moment=timezone.now())
    except services.ChangedMeanwhile:
        messages.error(request, _("Niente è uscito: qualcuno ha appena pubblicato o cambiato una di queste risposte."))
    except services.NotYetPublic:
        messages.error(request, _("Niente è uscito: una di queste osservazioni non è ancora pubblicata."))
    except services.StaleAnswer:
        messages.error(
            request, _("Niente è uscito: chi ha scritto ha cambiato il testo dopo la risposta. Riguardala prima.")
        )
    else:
        told = ngettext("%(count)d risposta pubblicata.", "%(count)d risposte pubblicate.", count)
        messages.success(request, told % {"count": count})
    return redirect("answers_admin:register", found.pk)


def _title(observations: Sequence[Observation]) -> str:
    if len(observations) == 1:
        return _("Rispondi all'osservazione %s") % observations[0].code
    return _("Una risposta per %d osservazioni") % len(observations)
