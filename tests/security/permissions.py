# SPDX-License-Identifier: AGPL-3.0-or-later
"""Who gets what answer from every address of ours: the one table of permissions, replayed by `test_matrix.py`.

One letter for each visitor, in the order of `world.VISITORS`: anonymous, citizen, delegate of A, delegate of B, member
of the reserved tavolo; then moderator, drafter, office, coordinator, DPO, administrator.

`2` opens · `3` leads on, to another page of the portal · `L` leads to the sign-in page · `R` sent back to the home of
the admin, which is how Wagtail says no · `F` 403 · `N` 404 · `M` 405 · `U` 422, the form given back with its errors ·
`C` 409 · `5` 503, not ready.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

from tests.security.world import World

OPEN = "22222 222222"
NOBODY = "NNNNN NNNNNN"
NEVER = "MMMMM MMMMMM"
MODERATES = "LNNNN 2F22FF"
DRAFTS = "LNNNN F222FF"
PREPARES = "LNNNN FF22FF"
PUBLISHES = "LNNNN FFF2FF"


class Row(NamedTuple):
    """An address, about which thing, and the answers to a GET and to a POST of an empty form."""

    name: str
    label: str
    args: Callable[[World], list[Any]] | None
    get: str
    post: str


ROWS = (
    Row("core:healthz", "", None, OPEN, NEVER),
    Row("core:readyz", "", None, "55555 555555", NEVER),
    Row("ui:theme", "", None, OPEN, NEVER),
    Row("machines:robots", "", None, OPEN, NEVER),
    Row("machines:sitemap", "", None, OPEN, NEVER),
    Row("machines:security", "", None, OPEN, NEVER),
    Row("consultations:list", "", None, OPEN, NEVER),
    Row("consultations:texts", "", None, OPEN, NEVER),
    Row("tavoli:list", "", None, OPEN, NEVER),
    Row("partners:distretto", "", None, OPEN, NEVER),
    Row("partners:list", "", None, OPEN, NEVER),
    Row("library:documents", "", None, OPEN, NEVER),
    Row("library:protocols", "", None, OPEN, NEVER),
    Row("practices:list", "", None, OPEN, NEVER),
    Row("notifications:demo_mailbox", "", None, OPEN, NEVER),
    Row("desk:home", "", None, "L2222 222222", NEVER),
    Row("desk:notices", "", None, "L2222 222222", NEVER),
    Row("desk:read_all", "", None, "MMMMM MMMMMM", "L3333 333333"),
    Row("desk:my_data", "", None, "L2222 222222", "LUUUU UUUUUU"),
    Row("desk:download_page", "", None, "L3333 333333", NEVER),
    Row("desk:download", "", None, "MMMMM MMMMMM", "L3333 333333"),
    Row("desk:leave", "", None, "L3333 333333", "L3333 333333"),
    Row("desk:confirm", "", None, "L2222 222222", "LUUUU UUUUUU"),
    Row("desk:send_code", "", None, "MMMMM MMMMMM", "L3333 333333"),
    Row("pages:areas", "", None, OPEN, NEVER),
    Row("pages:search", "", None, OPEN, NEVER),
    Row("pages:search_suggestions", "", None, OPEN, NEVER),
    Row("pages:site_map", "", None, OPEN, NEVER),
    Row("core_audit", "", None, "LNNNN RRR222", "LNNNN RRRMMM"),
    Row("core_audit_results", "", None, "LNNNN RRR222", "LNNNN RRRMMM"),
    Row("core_audit_csv", "", None, "LNNNN RRR222", "LNNNN RRR222"),
    Row("texts_admin:list", "", None, DRAFTS, "LNNNN MMMMMM"),
    Row("texts_admin:import", "", None, DRAFTS, DRAFTS),
    Row("consultations_admin:list", "", None, DRAFTS, "LNNNN MMMMMM"),
    Row("consultations_admin:add", "", None, PREPARES, PREPARES),
    Row("comments_admin:queue", "", None, MODERATES, "LNNNN 3F33FF"),
    Row("comments_admin:choose", "", None, MODERATES, "LNNNN MMMMMM"),
    Row("notifications_outgoing", "", None, "LNNNN RRR2R2", "LNNNN RRRMRM"),
    Row("notifications_outgoing_results", "", None, "LNNNN RRR2R2", "LNNNN RRRMRM"),
    Row("notifications_mailbox", "", None, "LNNNN 222222", "LNNNN 222222"),
    Row("wagtailusers_users:index", "", None, "LNNNN RRRRR2", "LNNNN RRRRRM"),
    Row("wagtailusers_users:index_results", "", None, "LNNNN RRRRR2", "LNNNN RRRRRM"),
    Row("wagtailusers_users:add", "", None, "LNNNN RRRRR2", "LNNNN RRRRR2"),
    Row("ui:picture", "", lambda w: ["x.jpg"], NOBODY, NEVER),
    Row("machines:sitemap_part", "", lambda w: ["pages", 1], NOBODY, NEVER),
    Row("wagtaildocs_serve", "public", lambda w: [w.document.pk, w.document.filename], OPEN, NEVER),
    Row(
        "wagtaildocs_serve",
        "reserved",
        lambda w: [w.secret_document.pk, w.secret_document.filename],
        "NNNN2 222222",
        NEVER,
    ),
    Row("comments:confirm", "", lambda w: [w.held.token], OPEN, "UUUUU UUUUUU"),
    Row("comments:write", "", lambda w: ["paragraph", w.paragraph.paragraph_id], OPEN, "UUUUU UUUUUU"),
    Row("comments:reply", "published", lambda w: [w.theirs.pk], OPEN, "UUUUU UUUUUU"),
    Row("comments:reply", "waiting", lambda w: [w.waiting.pk], NOBODY, NOBODY),
    Row("comments:reply", "hidden", lambda w: [w.hidden.pk], NOBODY, NOBODY),
    Row("comments:support", "published", lambda w: [w.theirs.pk], "L2222 222222", "F33F3 333333"),
    Row("comments:support", "waiting", lambda w: [w.waiting.pk], "LNNNN NNNNNN", "FNNNN NNNNNN"),
    Row("comments:support", "hidden", lambda w: [w.hidden.pk], "LNNNN NNNNNN", "FNNNN NNNNNN"),
    Row("comments:report", "published", lambda w: [w.theirs.pk], "L2222 222222", "FUUUU UUUUUU"),
    Row("comments:report", "waiting", lambda w: [w.waiting.pk], "LNNNN NNNNNN", "FNNNN NNNNNN"),
    Row("comments:report", "hidden", lambda w: [w.hidden.pk], "LNNNN NNNNNN", "FNNNN NNNNNN"),
    Row("comments:edit", "citizen's", lambda w: [w.mine.pk], "L2NNN NNNNNN", "FUNNN NNNNNN"),
    Row("comments:edit", "of A, waiting", lambda w: [w.waiting.pk], "LN2NN NNNNNN", "FNUNN NNNNNN"),
    Row("comments:withdraw", "citizen's", lambda w: [w.mine.pk], "L2NNN NNNNNN", "F3NNN NNNNNN"),
    Row("comments:withdraw", "of A, waiting", lambda w: [w.waiting.pk], "LN2NN NNNNNN", "FN3NN NNNNNN"),
    Row("comments:receipt", "published", lambda w: [w.mine.receipt_code], OPEN, NEVER),
    Row("comments:receipt", "waiting", lambda w: [w.waiting.receipt_code], OPEN, NEVER),
    Row("consultations:consultation", "open", lambda w: [w.consultation.slug], OPEN, NEVER),
    Row("consultations:consultation", "in preparation", lambda w: [w.preparing.slug], "NNNNN 222222", NEVER),
    Row("consultations:observations", "open", lambda w: [w.consultation.slug], OPEN, NEVER),
    Row("consultations:observations", "in preparation", lambda w: [w.preparing.slug], "NNNNN 222222", NEVER),
    Row("consultations:outcomes", "open", lambda w: [w.consultation.slug], OPEN, NEVER),
    Row("consultations:outcomes", "in preparation", lambda w: [w.preparing.slug], "NNNNN 222222", NEVER),
    Row("consultations:report", "open", lambda w: [w.consultation.slug], NOBODY, NEVER),
    Row("consultations:report", "in preparation", lambda w: [w.preparing.slug], NOBODY, NEVER),
    Row("consultations:report_csv", "open", lambda w: [w.consultation.slug], NOBODY, NEVER),
    Row("consultations:report_csv", "in preparation", lambda w: [w.preparing.slug], NOBODY, NEVER),
    Row("consultations:report_docx", "open", lambda w: [w.consultation.slug], NOBODY, NEVER),
    Row("consultations:report_docx", "in preparation", lambda w: [w.preparing.slug], NOBODY, NEVER),
    Row("consultations:text", "", lambda w: [w.text.slug], OPEN, NEVER),
    Row("consultations:version", "", lambda w: [w.text.slug, 1], OPEN, NEVER),
    Row("consultations:version", "not there", lambda w: [w.text.slug, 9], NOBODY, NEVER),
    Row("consultations:version_data", "", lambda w: [w.text.slug, 1], OPEN, NEVER),
    Row("consultations:version_section", "", lambda w: [w.text.slug, 1, w.section.slug], OPEN, NEVER),
    Row("consultations:redline", "", lambda w: [w.text.slug, 1, 2], OPEN, NEVER),
    Row("consultations:section", "", lambda w: [w.text.slug, w.section.slug], OPEN, NEVER),
    Row("consultations:section_threads", "", lambda w: [w.text.slug, w.section.slug], "33333 333333", NEVER),
    Row("consultations:observation", "published", lambda w: [w.theirs.code], OPEN, NEVER),
    Row("consultations:observation", "waiting", lambda w: [w.waiting.code], "NN2NN 2N22NN", NEVER),
    Row("consultations:observation", "hidden", lambda w: [w.hidden.code], NOBODY, NEVER),
    Row("tavoli:detail", "public", lambda w: [w.tavolo.slug], OPEN, NEVER),
    Row("tavoli:detail", "reserved", lambda w: [w.reserved_tavolo.slug], "NNNN2 222222", NEVER),
    Row("partners:detail", "public", lambda w: [w.partner_a.slug], OPEN, NEVER),
    Row("partners:detail", "hidden", lambda w: [w.hidden_partner.slug], "NNNNN 222222", NEVER),
    Row("partners:my_name", "", lambda w: [w.partner_a.slug], "LF2FF FFFFFF", "LF3FF FFFFFF"),
    Row("partners:calls", "", None, OPEN, NEVER),
    Row("partners:call", "", lambda w: [w.call.slug], OPEN, NEVER),
    Row("partners:apply", "", lambda w: [w.call.slug], OPEN, "UUUUU UUUUUU"),
    Row("partners:confirm_application", "", lambda w: [w.held_application.token], OPEN, "UUUUU UUUUUU"),
    Row("partners:application", "citizen's", lambda w: [w.application.receipt_code], OPEN, NEVER),
    Row(
        "partners:answer_step",
        "citizen's",
        lambda w: [w.application.receipt_code, w.step.pk],
        "L2NNN NNNNNN",
        "LUNNN NNNNNN",
    ),
    Row(
        "partners:withdraw_application",
        "citizen's",
        lambda w: [w.application.receipt_code],
        "L2NNN NNNNNN",
        "L3NNN NNNNNN",
    ),
    Row(
        "partners:application_file",
        "citizen's",
        lambda w: [w.application.receipt_code, w.application_file.pk],
        "L2NNN NNNNNN",
        NEVER,
    ),
    Row("adhesion_admin:queue", "", None, PREPARES, "LNNNN MMMMMM"),
    Row("adhesion_admin:detail", "", lambda w: [w.application.pk], PREPARES, "LNNNN FFUUFF"),
    Row(
        "adhesion_admin:file",
        "",
        lambda w: [w.application.pk, w.application_file.pk],
        PREPARES,
        "LNNNN MMMMMM",
    ),
    Row("adhesion_admin:move_call", "", lambda w: [w.call.pk], PREPARES, "LNNNN FFUUFF"),
    Row("library:document", "public", lambda w: [w.document.pk], OPEN, NEVER),
    Row("library:document", "reserved", lambda w: [w.secret_document.pk], "NNNN2 222222", NEVER),
    Row("library:protocol", "", lambda w: [w.protocol.slug], OPEN, NEVER),
    Row("practices:detail", "published", lambda w: [w.practice.slug], OPEN, NEVER),
    Row("practices:detail", "draft", lambda w: [w.unpublished_practice.slug], "NN2NN 222222", NEVER),
    Row("notifications:unsubscribe", "", lambda w: ["gettone"], NOBODY, NOBODY),
    Row("desk:open_notice", "citizen's", lambda w: [w.notice.pk], "MMMMM MMMMMM", "L3NNN NNNNNN"),
    Row("pages:area", "", lambda w: [w.area.slug], OPEN, NEVER),
    Row("texts_admin:import_preview", "", lambda w: [w.import_draft.pk], DRAFTS, DRAFTS),
    Row("texts_admin:publish", "", lambda w: [w.draft_text.pk], PUBLISHES, PUBLISHES),
    Row("texts_admin:stage", "", lambda w: [w.draft_text.pk], PUBLISHES, PUBLISHES),
    Row("consultations_admin:detail", "", lambda w: [w.consultation.pk], DRAFTS, "LNNNN MMMMMM"),
    Row("consultations_admin:edit", "", lambda w: [w.consultation.pk], PREPARES, PREPARES),
    Row("consultations_admin:open", "", lambda w: [w.preparing.pk], PUBLISHES, PUBLISHES),
    Row("consultations_admin:move", "", lambda w: [w.consultation.pk, w.window.pk], PUBLISHES, PUBLISHES),
    Row("consultations_admin:publish", "", lambda w: [w.consultation.pk], PUBLISHES, "LNNNN FFFCFF"),
    Row("answers_admin:register", "", lambda w: [w.consultation.pk], DRAFTS, "LNNNN MMMMMM"),
    Row("answers_admin:chosen", "", lambda w: [w.consultation.pk], "LNNNN MMMMMM", "LNNNN F333FF"),
    Row("answers_admin:many", "", lambda w: [w.consultation.pk], "LNNNN FNNNFF", "LNNNN FNNNFF"),
    Row("answers_admin:answer", "", lambda w: [w.consultation.pk, w.mine.pk], DRAFTS, DRAFTS),
    Row("comments_admin:paper", "", lambda w: ["paragraph", w.paragraph.paragraph_id], MODERATES, "LNNNN UFUUFF"),
    Row("comments_admin:detail", "", lambda w: [w.waiting.pk], MODERATES, "LNNNN UFUUFF"),
    Row("comments_admin:ban", "", lambda w: [w.waiting.pk], MODERATES, "LNNNN UFUUFF"),
    Row("comments_admin:scan", "", lambda w: [w.waiting.pk], "LNNNN NFNNFF", "LNNNN MMMMMM"),
    Row("mandates_admin:delete", "", lambda w: [w.mandate.pk], "LNNNN RR22R2", "LNNNN RR33R3"),
    Row("wagtailusers_users:edit", "", lambda w: [w.people["citizen"].pk], "LNNNN RRRRR2", "LNNNN RRRRR2"),
    Row("wagtailusers_users:delete", "", lambda w: [w.people["citizen"].pk], "LNNNN RRRRR2", "LNNNN RRRRR3"),
)

# The lists of the admin that Wagtail answers for us, one for each of its families: who opens it.
LIBRARY_LISTS = {
    "practices_admin:index": "222222",
    "tavoli_admin:index": "222222",
    "meetings_admin:index": "222222",
    "partners_admin:index": "222222",
    "mandates_admin:index": "222222",
    "calls_admin:index": "222222",
    "wagtaildocs:index": "R222R2",
    "wagtailimages:index": "R222R2",
    "wagtailforms:index": "R222RR",
    "wagtailsnippets:index": "RR2222",
    "wagtailsnippets_core_area:list": "RR22R2",
    "wagtailsnippets_core_privacynotice:list": "RR2222",
    "wagtailsnippets_library_protocol:list": "222222",
    "wagtailadmin_collections:index": "RRRRRR",
    "wagtailadmin_workflows:index": "RRRRRR",
    "wagtailadmin_workflows:task_index": "RRRRRR",
    "wagtailredirects:index": "RRRRRR",
    "wagtailsites:index": "RRRRRR",
    "wagtailusers_groups:index": "RRRRRR",
}
# Families of addresses that Wagtail and allauth answer: a new family is put here knowingly.
LIBRARY_FAMILIES = frozenset({
    "allauth.account", "allauth.mfa", "allauth.socialaccount", "allauth.usersessions", "django.contrib",
    "django.views", "calls_admin", "documents", "images", "pages", "mandates_admin", "meetings_admin", "partner_chooser",
    "partners_admin", "practices_admin", "tavoli_admin", "wagtail.admin", "wagtail.views",
    "wagtailadmin_collections", "wagtailadmin_editing_sessions", "wagtailadmin_pages", "wagtailadmin_reports",
    "wagtailadmin_workflows", "wagtaildocs", "wagtaildocs_chooser", "wagtailembeds", "wagtailforms",
    "wagtailimages", "wagtailimages_chooser", "wagtailredirects", "wagtailsettings", "wagtailsites",
    "wagtailsnippetchoosers_core_area", "wagtailsnippetchoosers_core_privacynotice",
    "wagtailsnippetchoosers_library_protocol", "wagtailsnippets", "wagtailsnippets_core_area",
    "wagtailsnippets_core_privacynotice", "wagtailsnippets_library_protocol", "wagtailusers_groups",
    "wagtailusers_users",
})  # fmt: skip
