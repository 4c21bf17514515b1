# SPDX-License-Identifier: AGPL-3.0-or-later
"""What a standing page is made of. Names and contacts come from the office's settings, never from the text."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

TEXT_FEATURES = ["h2", "h3", "bold", "italic", "link", "document-link", "ul", "ol"]


class QuestionBlock(blocks.StructBlock):
    """A frequent question with its answer."""

    question = blocks.CharBlock(label=_("domanda"), max_length=200)
    answer = blocks.RichTextBlock(label=_("risposta"), features=["bold", "italic", "link", "ul", "ol"])

    class Meta:
        template = "pages/blocks/question.html"
        icon = "help"
        label = _("Domanda e risposta")


class ContactsBlock(blocks.StaticBlock):
    """Where the office is and how to reach it."""

    class Meta:
        template = "pages/blocks/contacts.html"
        icon = "mail"
        label = _("Contatti dell'ufficio")
        admin_text = _("Indirizzo, telefono, e-mail, PEC e orari, presi dalle impostazioni dell'ufficio.")


class LicenceBlock(blocks.StaticBlock):
    """The licence of what is published (CAD, art. 52; Linee guida di design)."""

    class Meta:
        template = "pages/blocks/licence.html"
        icon = "doc-full"
        label = _("Licenza dei contenuti")
        admin_text = _("La clausola CC BY 4.0, con il nome dell'ente preso dalle impostazioni.")


class DataControllerBlock(blocks.StaticBlock):
    """Who answers for personal data (GDPR, art. 13)."""

    class Meta:
        template = "pages/blocks/data_controller.html"
        icon = "user"
        label = _("Titolare e responsabile della protezione dei dati")
        admin_text = _("Nomi e contatti presi dalle impostazioni dell'ufficio.")


class AccessibilityBlock(blocks.StaticBlock):
    """The declaration of accessibility and how to report a barrier (L. 4/2004)."""

    class Meta:
        template = "pages/blocks/accessibility.html"
        icon = "view"
        label = _("Dichiarazione di accessibilità e segnalazioni")
        admin_text = _("Il collegamento alla dichiarazione e i contatti, presi dalle impostazioni dell'ufficio.")


class StandingBody(blocks.StreamBlock):
    """The pieces an editor can put in a standing page."""

    text = blocks.RichTextBlock(
        label=_("Testo"), features=TEXT_FEATURES, template="pages/blocks/text.html", icon="pilcrow"
    )
    question = QuestionBlock()
    contacts = ContactsBlock()
    licence = LicenceBlock()
    data_controller = DataControllerBlock()
    accessibility = AccessibilityBlock()
