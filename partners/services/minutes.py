# SPDX-License-Identifier: AGPL-3.0-or-later
"""The minutes of a round: an accessible PDF kept with the designation."""

from __future__ import annotations

from typing import TYPE_CHECKING

import typst
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.translation import gettext as _
from django.utils.translation import override

from partners.models import Designation
from portal.core import uploads
from portal.core.models import OfficeSettings, PrivateUpload
from portal.ui.dates import in_full, plain_day

if TYPE_CHECKING:
    from portal.core.models import User


def minutes_of(designation: Designation, *, by: User) -> PrivateUpload:
    """Return the minutes of a counted round, stored as a private file."""
    with override("it"):
        title = _("Verbale della designazione: %(seat)s") % {"seat": designation.seat.shown_name}
        content = pdf(title, lines_of(designation), author=OfficeSettings.load().office_name)
    name = f"verbale-designazione-{designation.pk}.pdf"
    return uploads.store(file=SimpleUploadedFile(name, content, content_type="application/pdf"), by=by)


def lines_of(designation: Designation) -> list[str]:
    """Return what the minutes say, paragraph by paragraph; never who voted for whom."""
    roll = list(designation.roll.select_related("partner"))
    voted = [entry for entry in roll if entry.has_voted]
    stood, voted_until = (
        in_full(moment) if moment else "" for moment in (designation.candidacies_close_at, designation.voting_closes_at)
    )
    lines = [
        _("La designazione si è aperta %(moment)s.") % {"moment": in_full(designation.opened_at)},
        _("Candidature fino a %(one)s; voto fino a %(other)s.") % {"one": stood, "other": voted_until},
        _("Avevano diritto al voto %(all)d organizzazioni, una scheda ciascuna; hanno votato in %(voted)d.")
        % {"all": len(roll), "voted": len(voted)},
        _("Hanno votato: %(names)s.") % {"names": "; ".join(entry.partner.name for entry in voted) or "—"},
        _("Il voto è segreto: nessuna scheda è legata a chi l'ha data. Schede bianche: %(blank)d.")
        % {"blank": designation.blank_votes or 0},
    ]
    standing = designation.candidates.filter(withdrawn_at=None).select_related("user", "partner")
    for one in standing.order_by("-votes", "lot", "pk"):
        lines.append(
            _("%(name)s (%(partner)s): %(votes)d voti, %(result)s.")
            % {
                "name": one.name,
                "partner": one.partner.name,
                "votes": one.votes or 0,
                "result": one.get_elected_display(),
            }
        )
    if designation.tie_reason:
        lines.append(_("Parità: %(reason)s") % {"reason": designation.tie_reason})
    lines.append(
        _("Il mandato va dal %(start)s al %(end)s compreso.")
        % {"start": plain_day(designation.mandate_starts_on), "end": plain_day(designation.mandate_ends_on)}
    )
    return lines


def pdf(title: str, paragraphs: list[str], *, author: str) -> bytes:
    """Return an accessible PDF (PDF/UA-1) in Italian."""
    source = [
        f"#set document(title: {_quoted(title)}, author: {_quoted(author)})",
        '#set text(lang: "it", size: 11pt)',
        "#set par(justify: false, leading: 0.8em)",
        f"= #{_quoted(title)}",
        *[f"#{_quoted(paragraph)}\n" for paragraph in paragraphs],
    ]
    return bytes(typst.compile("\n\n".join(source).encode(), format="pdf", pdf_standards=["ua-1"]))


def _quoted(text: str) -> str:
    return '"' + " ".join(text.split()).replace("\\", "\\\\").replace('"', '\\"') + '"'
