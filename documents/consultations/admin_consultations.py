# SPDX-License-Identifier: AGPL-3.0-or-later
"""Consultations in the admin: prepared by the office, opened, moved and answered in public by the coordinator."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from documents.consultations import permissions
from documents.consultations.admin_door import StaffRequest, only
from documents.consultations.forms.consultation import ConsultationForm, MoveForm, WindowForm, copied
from documents.consultations.models import Consultation, Window
from documents.consultations.queries import consultations, kept, obstacles, outcomes, preparation, simple_coming
from documents.consultations.queries.drafts import next_version
from documents.consultations.services import consultations as services
from documents.consultations.services import publication, versions

ICON = "date"
EDIT_METHODS = ["GET", "HEAD", "POST"]


@require_safe
@only(permissions.can_answer, permissions.can_edit_consultations)
def consultation_list(request: StaffRequest) -> HttpResponse:
    """List every consultation with where it stands and how many answers are owed."""
    found = list(preparation.all_for_staff())
    numbers = outcomes.numbers_by_consultation(found)
    moment = timezone.now()
    rows = [(consultations.dated(one, moment=moment), numbers[one.pk]) for one in found]
    context = {
        "rows": rows,
        "last": preparation.last_one(),
        "can_edit": permissions.can_edit_consultations(request.user),
        **frame(_("Consultazioni")),
    }
    return render(request, "consultations/admin/consultation_list.html", context)


@require_http_methods(EDIT_METHODS)
@only(permissions.can_edit_consultations)
def add(request: StaffRequest) -> HttpResponse:
    """Prepare a new consultation, empty or from an older one (`?copia=3`)."""
    return _edit(request, Consultation(), title=_("Prepara una consultazione"))


@require_http_methods(EDIT_METHODS)
@only(permissions.can_edit_consultations)
def edit(request: StaffRequest, pk: int) -> HttpResponse:
    """Change what a consultation says; after the opening its text and version stay as they are."""
    found = preparation.managed(pk)
    return _edit(request, found, title=_("Modifica: %s") % found.title)


@require_safe
@only(permissions.can_answer, permissions.can_edit_consultations)
def detail(request: StaffRequest, pk: int) -> HttpResponse:
    """Show where a consultation stands, its windows, its numbers and what can be done now."""
    found = preparation.managed(pk)
    moment = timezone.now()
    context = {
        "dated": consultations.dated(found, moment=moment),
        "consultation": found,
        "numbers": outcomes.numbers(found),
        "changes": consultations.changes_of(found),
        "moment": moment,
        "can_edit": permissions.can_edit_consultations(request.user),
        "can_open": permissions.can_open_windows(request.user),
        "can_answer": permissions.can_answer(request.user),
        "can_publish": permissions.can_publish_answers(request.user),
        **frame(found.title),
    }
    return render(request, "consultations/admin/consultation_detail.html", context)


@require_http_methods(EDIT_METHODS)
@only(permissions.can_open_windows)
def open_window(request: StaffRequest, pk: int) -> HttpResponse:
    """Give a consultation its dates: from the opening instant anybody may write."""
    found = preparation.managed(pk)
    form = WindowForm(request.POST if request.method == "POST" else None)
    status = HTTPStatus.OK
    if request.method == "POST" and form.is_valid():
        wrong = _opened(request, found, form)
        if wrong is None:
            messages.success(
                request, _("La consultazione è annunciata: si apre e si chiude da sola, agli orari scelti.")
            )
            return redirect("consultations_admin:detail", pk)
        form.add_error("closes_at", wrong)
        status = HTTPStatus.CONFLICT
    context = {"form": form, "consultation": found, **frame(_("Apri la consultazione"), found)}
    return render(request, "consultations/admin/consultation_open.html", context, status=status)


@require_http_methods(EDIT_METHODS)
@only(permissions.can_open_windows)
def move_closing(request: StaffRequest, pk: int, window_pk: int) -> HttpResponse:
    """Give more time or less, for a public reason."""
    found = preparation.managed(pk)
    window = preparation.window_of(found, window_pk)
    start = {"closes_at": window.closes_at}
    data = request.POST if request.method == "POST" else None
    form = MoveForm(data, initial=start, opens_at=window.opens_at)
    status = HTTPStatus.OK
    if request.method == "POST" and form.is_valid():
        wrong = _moved(request, window, form)
        if wrong is None:
            messages.success(request, _("La chiusura è cambiata: il motivo si legge in pubblico."))
            return redirect("consultations_admin:detail", pk)
        form.add_error("closes_at", wrong)
        status = HTTPStatus.CONFLICT
    context = {
        "form": form,
        "window": window,
        "consultation": found,
        **frame(_("Cambia la chiusura"), found),
    }
    return render(request, "consultations/admin/consultation_move.html", context, status=status)


@require_http_methods(EDIT_METHODS)
@only(permissions.can_publish_answers)
def publish(request: StaffRequest, pk: int) -> HttpResponse:
    """«Pubblica la proposta definitiva»: what is in the way, or the button."""
    found = preparation.managed(pk)
    status = HTTPStatus.OK
    in_the_way: list[Any] | None = None
    refusal = ""
    if request.method == "POST":
        refusals = _refusals()
        try:
            return _published(request, found)
        except publication.NotReady as error:
            in_the_way = error.obstacles
        except tuple(refusals) as error:
            refusal = refusals[type(error)]
        status = HTTPStatus.CONFLICT
    found_in_the_way = obstacles.obstacles(found, moment=timezone.now()) if in_the_way is None else in_the_way
    can_pass_over = obstacles.only_overridable(found_in_the_way)
    context = {
        "consultation": found,
        "obstacles": found_in_the_way,
        "unanswered": ",".join(str(pk) for pk in obstacles.unanswered(found)) if can_pass_over else "",
        "can_pass_over": can_pass_over,
        "typed": request.POST,
        "refusal": refusal,
        "numbers": outcomes.numbers(found),
        **_coming(found),
        **frame(_("Pubblica la proposta definitiva"), found),
    }
    return render(request, "consultations/admin/consultation_publish.html", context, status=status)


def _refusals() -> dict[type[Exception], str]:
    return {
        publication.ReasonTooShort: _(
            "Il motivo si legge in pubblico, accanto a chi resta senza risposta: almeno 30 caratteri."
        ),
        publication.OthersUnanswered: _(
            "Nel frattempo le osservazioni senza risposta sono cambiate: guarda di nuovo l'elenco."
        ),
        publication.AlreadyPublished: _("La proposta definitiva è già pubblicata."),
        versions.ChangedMeanwhile: _(
            "Qualcuno ha cambiato il testo, o le parole semplici, mentre leggevi: guarda di nuovo che cosa cambia, "
            "poi pubblica."
        ),
        versions.Undecided: _("Alcuni paragrafi sono da riconoscere: di' prima che cosa sono diventati."),
        versions.NothingReady: _(
            "Nessuna sezione è pronta: nell'editor, «Pubblica» vuol dire «pronta per la prossima versione»."
        ),
    }


def _coming(found: Consultation) -> dict[str, Any]:
    draft = next_version(found.text)
    return {
        "draft": draft,
        "vanished": kept.with_voices(draft.vanished),
        "stale": simple_coming.stale_in(draft),
        "simple": simple_coming.with_version(draft),
        "expected": simple_coming.digest(draft),
    }


def _published(request: StaffRequest, found: Consultation) -> HttpResponse:
    version = publication.publish_proposal(
        consultation=found,
        by=request.user,
        moment=timezone.now(),
        note=request.POST.get("note", "").strip()[:2000],
        expected=request.POST.get("expected", ""),
        passing_over=_passing_over(request),
    )
    told = _("La proposta definitiva è pubblicata: è la versione %(number)d. Chi ha scritto riceve un avviso.")
    messages.success(request, told % {"number": version.number})
    return redirect("consultations_admin:detail", found.pk)


def _passing_over(request: StaffRequest) -> publication.PassingOver | None:
    if "motivo" not in request.POST:
        return None
    seen = [one for one in request.POST.get("senza", "").split(",") if one.isascii() and one.isdigit()]
    return publication.PassingOver(
        reason=request.POST["motivo"].strip()[:2000],
        unanswered=[int(one) for one in seen if len(one) < 10],  # noqa: PLR2004
    )


def _edit(request: StaffRequest, found: Consultation, *, title: str) -> HttpResponse:
    form = ConsultationForm(
        request.POST if request.method == "POST" else None, instance=found, initial=_start(request, found)
    )
    if request.method == "POST" and form.is_valid():
        saved = services.save(
            consultation=form.instance,
            questions=form.questions,
            materials=form.chosen_materials,
            categories=form.categories.chosen(),
            only_sections=form.only_sections,
            by=request.user,
        )
        messages.success(request, _("Salvata. La vede solo l'ufficio, finché il coordinamento non la apre."))
        return redirect("consultations_admin:detail", saved.pk)
    context = {"form": form, **frame(title)}
    return render(request, "consultations/admin/consultation_form.html", context)


def _start(request: StaffRequest, found: Consultation) -> dict[str, Any]:
    copy = request.GET.get("copia", "")
    if not found.pk and not copy:
        return preparation.of_this_office()
    if found.pk or not (copy.isascii() and copy.isdigit() and len(copy) < 10):  # noqa: PLR2004 -- what a key holds
        return {}
    return copied(preparation.managed(int(copy)))


def _opened(request: StaffRequest, found: Consultation, form: WindowForm) -> str | None:
    try:
        services.open_window(
            consultation=found,
            opens_at=form.cleaned_data["opens_at"],
            closes_at=form.cleaned_data["closes_at"],
            by=request.user,
            moment=timezone.now(),
        )
    except services.OverlappingWindows:
        return _("Questo testo è già aperto in un'altra finestra, in quei giorni.")
    except services.ClosesInThePast:
        return _("La chiusura è già passata: nessuno potrebbe scrivere.")
    except services.AnswersBeforeClosing:
        return _("Le risposte sono promesse per un giorno che viene prima della chiusura: cambia quella data.")
    except services.AlreadyOver:
        return _("Le risposte sono già pubblicate: prepara una nuova consultazione.")
    return None


def _moved(request: StaffRequest, window: Window, form: MoveForm) -> str | None:
    refusals = {
        services.AlreadyOver: _("La finestra si è già chiusa, o qualcuno ha cambiato la data prima di te."),
        services.OverlappingWindows: _("Questo testo è già aperto in un'altra finestra, in quei giorni."),
        services.AnswersBeforeClosing: _(
            "Le risposte sono promesse per un giorno che viene prima della chiusura: cambia quella data."
        ),
        services.SectionLeftOut: _("Una sezione si apre solo dopo quest'ora: cambia prima le sue date."),
        services.ClosesInThePast: _("Quest'ora è già passata."),
        services.ClosesBeforeOpening: _("La chiusura viene prima dell'apertura."),
        services.ReasonTooShort: _("Il motivo è troppo corto: chi voleva scrivere deve capire perché."),
    }
    try:
        services.move_closing(
            window=window,
            closes_at=form.cleaned_data["closes_at"],
            reason=form.cleaned_data["reason"],
            by=request.user,
            moment=timezone.now(),
        )
    except tuple(refusals) as error:
        return refusals[type(error)]
    return None


def frame(title: str, found: Consultation | None = None) -> dict[str, Any]:
    """Return title and breadcrumbs of a page about consultations."""
    crumbs = [
        {"url": reverse("wagtailadmin_home"), "label": _("Pagina iniziale")},
        {"url": reverse("consultations_admin:list"), "label": _("Consultazioni")},
    ]
    if found is not None:
        crumbs.append({"url": reverse("consultations_admin:detail", args=[found.pk]), "label": found.title})
    crumbs.append({"url": "", "label": title})
    return {"breadcrumbs_items": crumbs, "header_title": title, "page_title": title, "header_icon": ICON}
