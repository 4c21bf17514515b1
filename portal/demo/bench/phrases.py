# SPDX-License-Identifier: AGPL-3.0-or-later
"""Sentences like those of a Piano, for texts that are made to be measured."""

from __future__ import annotations

import random
from typing import Final

SUBJECTS: Final = (
    "il servizio sociale professionale", "l'équipe multidisciplinare", "il Comune capofila", "l'Ufficio di Piano",
    "la rete dei servizi", "il segretariato sociale", "l'Azienda sanitaria", "il tavolo di concertazione",
    "la cooperativa incaricata", "il centro per la famiglia", "la scuola", "l'assistente sociale", "il medico di base",
    "l'associazione dei familiari", "il coordinatore dell'ambito", "la commissione di valutazione",
)  # fmt: skip
VERBS: Final = (
    "garantisce", "organizza", "propone", "verifica", "accompagna", "raccoglie", "prepara", "sostiene", "valuta",
    "pubblica", "aggiorna", "coinvolge", "finanzia", "misura", "comunica", "riconosce", "promuove", "assicura",
)  # fmt: skip
OBJECTS: Final = (
    "un progetto di vita per ogni persona con disabilità", "il trasporto verso i centri diurni",
    "colloqui settimanali con le famiglie", "l'accesso ai sussidi economici", "interventi a domicilio per gli anziani",
    "laboratori per adolescenti nei sette comuni", "un elenco degli alloggi liberi", "corsi di lingua italiana",
    "uno sportello di ascolto contro la violenza", "il monitoraggio degli indicatori", "tirocini di inclusione",
    "la mensa di comunità", "gruppi di mutuo aiuto", "visite nelle strutture residenziali", "il rendiconto delle spese",
    "un numero unico da chiamare", "la formazione degli operatori", "buoni per l'acquisto di farmaci",
    "il pronto intervento sociale", "la presa in carico dei minori soli", "borse di studio per ragazzi fragili",
    "percorsi di uscita dalla povertà", "una carta dei servizi leggibile", "incontri con i pediatri",
)  # fmt: skip
TIMES: Final = (
    "entro trenta giorni dalla domanda", "ogni primo lunedì del mese", "dal 2027 al 2029", "senza oneri per l'utente",
    "con una spesa di 12.400 euro", "nei limiti delle risorse", "d'intesa con i sindacati", "in ogni comune",
    "prima dell'estate", "almeno due volte l'anno", "secondo le linee guida regionali", "nelle ore del pomeriggio",
    "anche nei giorni festivi", "con il consenso dell'interessato", "per almeno 45 ore", "a partire da 18 anni",
)  # fmt: skip
SHORT: Final = (
    "Ridurre le attese.", "Più posti al nido.", "Trasporto gratuito.", "Si veda l'allegato B.", "Nessun onere.",
    "Orario continuato.", "Ascoltare di più.", "Valutazione annuale.", "Omissis.", "Accesso libero a tutti.",
    "Spesa prevista: 4.000 euro.", "Responsabile: Ufficio di Piano.", "Durata: tre anni.", "Verifica dopo sei mesi.",
    "Due educatori per gruppo.", "Incontri mensili.", "Rete con le scuole.", "Casa prima di tutto.",
)  # fmt: skip
PLACES: Final = (
    "Roccalvana", "Sarvello", "Pietramonte", "Castel Nuovo", "Fontechiara", "Valdora", "Montesilva", "Acquafredda",
)  # fmt: skip
SERVICES: Final = (
    "assistenza domiciliare", "centro diurno", "nido comunale", "mensa sociale", "sportello lavoro",
    "trasporto protetto", "educativa di strada", "pronto intervento", "casa famiglia", "affido familiare",
)  # fmt: skip
WORDS: Final = tuple(
    word
    for part in (*SUBJECTS, *VERBS, *OBJECTS, *TIMES)
    for word in part.split()
    if len(word) > 2  # noqa: PLR2004
)
LONGEST: Final = 6


def sentence(chance: random.Random) -> str:
    """Return one sentence."""
    words = f"{chance.choice(SUBJECTS)} {chance.choice(VERBS)} {chance.choice(OBJECTS)}, {chance.choice(TIMES)}"
    if chance.random() < 0.4:  # noqa: PLR2004 -- two sentences of five have a tail
        words += f", e {chance.choice(VERBS)} {chance.choice(OBJECTS)}"
    return f"{words[0].upper()}{words[1:]}."


def boilerplate(chance: random.Random) -> str:
    """Return a paragraph that many others resemble: only the service, the place and a number differ."""
    return (
        f"Il servizio di {chance.choice(SERVICES)} nel comune di {chance.choice(PLACES)} è gestito dall'Ufficio di "
        f"Piano. La domanda si presenta allo sportello, con l'attestazione ISEE in corso di validità. L'ufficio "
        f"risponde entro {chance.choice((15, 30, 45, 60))} giorni e, se rifiuta, ne dice il motivo per iscritto."
    )


def paragraph(chance: random.Random) -> str:
    """Return a paragraph: seldom very short, sometimes boilerplate, mostly two to six sentences."""
    drawn = chance.random()
    if drawn < 0.06:  # noqa: PLR2004 -- very short
        return chance.choice(SHORT)
    if drawn < 0.14:  # noqa: PLR2004 -- like many others
        return boilerplate(chance)
    return " ".join(sentence(chance) for _ in range(chance.randint(1, LONGEST)))
