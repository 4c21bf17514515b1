# SPDX-License-Identifier: AGPL-3.0-or-later
"""Texts in the admin: the list, «Pubblica una versione», the acts that followed."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from documents.consultations import permissions
from documents.consultations.admin_door import StaffRequest, only
from documents.consultations.enums import Phase
from documents.consultations.forms.texts import PublishForm, StageForm
from documents.consultations.models import Text, Version
from documents.consultations.queries import causes as cause_queries
from documents.consultations.queries import consultations, drafts, kept, redlines, simple_coming, texts
from documents.consultations.queries.drafts import NextVersion
from documents.consultations.services import causes, versions

METHODS = ["GET", "HEAD", "POST"]


@require_safe
@only(permissions.can_write_texts)
def text_list(request: StaffRequest) -> HttpResponse:
    """List every text with its latest version and what can be done."""
    counts = kept.section_counts()
    rows = [
        (text, counts.get(text.page.path, 0) if text.page else 0)
        for text in kept.managed_texts().select_related("page")
    ]
    context = {
        "rows": rows,
        "waiting": kept.waiting_drafts(),
        "can_publish": permissions.can_publish_versions(request.user),
        **_frame(_("Testi")),
    }
    return render(request, "consultations/admin/text_list.html", context)


@require_http_methods(METHODS)
@only(permissions.can_publish_versions)
def publish(request: StaffRequest, pk: int) -> HttpResponse:
    """Show what would change, what is not ready and what would vanish; a POST freezes exactly that."""
    text = kept.managed_text(pk)
    form = PublishForm(request.POST or None)
    refusal, status = "", HTTPStatus.OK
    if request.method == "POST" and form.is_valid():
        try:
            version = versions.publish(
                text=text,
                by=request.user,
                moment=timezone.now(),
                note=form.cleaned_data["note"],
                expected=form.cleaned_data["expected"],
            )
        except tuple(_refusals()) as error:
            refusal, status = _refusals()[type(error)], HTTPStatus.CONFLICT
        else:
            messages.success(request, _("La versione %(number)d è pubblicata.") % {"number": version.number})
            return redirect("texts_admin:list")
    draft = drafts.next_version(text)
    context = {**_publish_context(text, draft), "refusal": refusal, "form": _fresh(form, draft)}
    return render(request, "consultations/admin/version_publish.html", context, status=status)


@require_http_methods(METHODS)
@only(permissions.can_publish_versions)
def add_stage(request: StaffRequest, pk: int) -> HttpResponse:
    """Record that the latest version of a text was adopted or approved, with its act."""
    text = kept.managed_text(pk)
    version = kept.latest_version_for_staff(text)
    if version is None:
        return redirect("texts_admin:publish", text.pk)
    form = StageForm(request.POST or None)
    status = HTTPStatus.OK
    if request.method == "POST" and form.is_valid():
        refusal = _stage_refusal(request, version, form)
        if not refusal:
            messages.success(request, _("L'atto è registrato: si legge accanto alla versione."))
            return redirect("texts_admin:list")
        form.add_error(None, refusal)
        status = HTTPStatus.CONFLICT
    context = {"form": form, "text": text, "version": version, **_frame(_("Registra un atto"))}
    return render(request, "consultations/admin/version_stage.html", context, status=status)


def _publish_context(text: Text, draft: NextVersion) -> dict[str, Any]:
    found = consultations.current_for(text.pk, moment=timezone.now())
    is_waiting = found is not None and found.phase in {Phase.OPEN, Phase.CLOSED}
    return {
        "text": text,
        "draft": draft,
        "standing": cause_queries.standing(draft),
        "summary": redlines.summary(draft.redline) if draft.latest else "",
        "vanished": kept.with_voices(draft.vanished),
        "stale": simple_coming.stale_in(draft),
        "simple": simple_coming.with_version(draft),
        "consultation": found.consultation if found is not None and is_waiting else None,
        "versions": texts.versions_of(text),
        **_frame(_("Pubblica una versione")),
    }


def _fresh(form: PublishForm, draft: NextVersion) -> PublishForm:
    """Keep the note that was typed, with the digest of what is shown now."""
    return PublishForm(initial={"note": form.data.get("note", ""), "expected": simple_coming.digest(draft)})


def _refusals() -> dict[type[Exception], str]:
    return {
        versions.NotAllowed: _("Solo il coordinamento pubblica una versione."),
        versions.NothingReady: _("Nessuna sezione è pronta."),
        versions.NothingChanged: _("Quello che è pronto è uguale alla versione che si legge già."),
        causes.CausesMissing: _("Qualche modifica non dice ancora perché: dalle una causa, poi pubblica."),
        versions.ChangedMeanwhile: _(
            "Intanto qualcuno ha cambiato una sezione, o le sue parole semplici: riguarda e conferma di nuovo."
        ),
        versions.Undecided: _("Alcuni paragrafi sono da riconoscere: di' prima che cosa sono diventati."),
        versions.InConsultation: _(
            "Su questo testo c'è una consultazione aperta, o che aspetta risposte: la prossima versione è la "
            "proposta definitiva, e si pubblica dalla consultazione."
        ),
    }


def _stage_refusal(request: StaffRequest, version: Version, form: StageForm) -> str:
    try:
        versions.add_stage(version=version, by=request.user, moment=timezone.now(), **form.cleaned_data)
    except versions.StageRefused:
        return _("Questo passo è già registrato, o manca qualcosa dell'atto.")
    except versions.OutOfOrder:
        return _(
            "I passi vanno in ordine: proposta definitiva, adottata, approvata, ognuno con un atto che non viene prima "
            "di quello precedente."
        )
    except versions.InConsultation:
        return _("La consultazione è ancora aperta.")
    except versions.NotAllowed:
        return _("Solo il coordinamento registra gli atti.")
    return ""


def _frame(title: str) -> dict[str, Any]:
    return {"header_title": title, "page_title": title, "header_icon": "doc-full"}
