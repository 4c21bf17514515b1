# SPDX-License-Identifier: AGPL-3.0-or-later
"""Addresses of this app. None of the library's: see the traps in `docs/adr/`."""

from django.urls import path, register_converter
from django.urls.converters import IntConverter

from portal.comments.views import claims, confirm, files, opinions, own, response_lead, responses, write

app_name = "comments"


class KindConverter:
    """What is commented: Italian in the address, as registered in the code."""

    regex = "paragrafo|sezione|testo|paragraph|section|text"
    in_code = {"paragrafo": "paragraph", "sezione": "section", "testo": "text"}
    in_address = {name: word for word, name in in_code.items()}

    def to_python(self, value: str) -> str:
        """Return the kind as it is registered."""
        return self.in_code.get(value, value)

    def to_url(self, value: str) -> str:
        """Return the kind as it is read."""
        return self.in_address.get(value, value)


class RowConverter(IntConverter):
    """The number of a row that may exist: one that no database holds is not an address."""

    regex = "[0-9]{1,18}"


register_converter(KindConverter, "comment_target")
register_converter(RowConverter, "comment")

urlpatterns = [
    path("osserva/conferma/<str:token>/", confirm.confirm, name="confirm"),
    path("osserva/<comment_target:kind>/<slug:identity>/", write.write, name="write"),
    path("osserva/<comment:pk>/rispondi/", write.reply, name="reply"),
    path("osserva/<comment:pk>/modifica/", own.edit, name="edit"),
    path("osserva/<comment:pk>/ritira/", own.withdraw, name="withdraw"),
    path("osserva/<comment:pk>/d-accordo/", opinions.support, name="support"),
    path("osserva/<comment:pk>/allegati/<comment:attachment_pk>/", files.attachment, name="attachment"),
    path("osserva/<comment:pk>/segnala/", opinions.report, name="report"),
    path("area-personale/risposte/", responses.response_list, name="responses"),
    path("area-personale/risposte/<comment:pk>/", responses.response, name="response"),
    path("area-personale/risposte/<comment:pk>/guida/", response_lead.choose, name="response_lead"),
    path("area-personale/risposte/<comment:pk>/metti/", response_lead.take, name="response_take"),
    path("area-personale/risposte/<comment:pk>/invia/", response_lead.send, name="response_send"),
    path("area-personale/risposte/contributi/<comment:pk>/", responses.draft, name="response_draft"),
    path("area-personale/risposte/contributi/<comment:pk>/commenta/", responses.comment, name="response_comment"),
    path("area-personale/risposte/copie/<comment:pk>/", response_lead.item, name="response_item"),
    path(
        "area-personale/risposte/scrivi/<comment_target:kind>/<slug:identity>/", responses.write, name="response_write"
    ),
    path("e-mia/", claims.claim, name="claim"),
    path("ricevute/<slug:receipt_code>/", own.receipt, name="receipt"),
]
