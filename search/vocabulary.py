# SPDX-License-Identifier: AGPL-3.0-or-later
"""Words that mean the same in the social services, and what the acronyms stand for."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from search.analysis import words

Run = tuple[str, ...]
"""Words one after the other, as they are compared."""

ACRONYMS: dict[str, tuple[str, ...]] = {
    "ADI": ("assistenza domiciliare integrata", "assegno di inclusione"),
    "ADS": ("amministratore di sostegno",),
    "APS": ("associazione di promozione sociale",),
    "ATS": ("ambito territoriale sociale",),
    "CAV": ("centro antiviolenza",),
    "CSE": ("centro socio-educativo",),
    "DPO": ("responsabile della protezione dei dati",),
    "DSM": ("dipartimento di salute mentale",),
    "ETS": ("ente del terzo settore", "enti del terzo settore"),
    "FNA": ("fondo per le non autosufficienze",),
    "FNPS": ("fondo nazionale per le politiche sociali",),
    "ISEE": ("indicatore della situazione economica equivalente",),
    "LEA": ("livelli essenziali di assistenza",),
    "LEPS": ("livelli essenziali delle prestazioni sociali",),
    "MSNA": ("minori stranieri non accompagnati",),
    "NEET": ("giovani che non studiano e non lavorano",),
    "ODV": ("organizzazione di volontariato",),
    "OSS": ("operatore socio-sanitario",),
    "PAI": ("piano assistenziale individualizzato", "progetto assistenziale individualizzato"),
    "PDZ": ("piano di zona", "piano sociale di zona"),
    "PEI": ("piano educativo individualizzato",),
    "PIPPI": ("programma di intervento per la prevenzione dell'istituzionalizzazione",),
    "PIS": ("pronto intervento sociale",),
    "PNRR": ("piano nazionale di ripresa e resilienza",),
    "PUA": ("punto unico di accesso",),
    "PUC": ("progetti utili alla collettività",),
    "RSA": ("residenza sanitaria assistenziale",),
    "RUNTS": ("registro unico nazionale del terzo settore",),
    "SAD": ("servizio di assistenza domiciliare",),
    "SAI": ("sistema di accoglienza e integrazione",),
    "SERD": ("servizio per le dipendenze",),
    "UDP": ("ufficio di piano",),
    "UVM": ("unità di valutazione multidimensionale",),
}

SAME_MEANING: tuple[tuple[str, ...], ...] = (
    ("SAD", "assistenza domiciliare", "aiuto a casa"),
    ("senza dimora", "senza fissa dimora", "homeless", "clochard", "senzatetto"),
    ("anziani", "over 65", "terza età", "persone anziane"),
    ("ETS", "associazioni", "cooperative sociali", "ODV", "APS"),
    ("disagio abitativo", "sfratto", "emergenza abitativa"),
    ("disabilità", "handicap", "invalidità"),
    ("stranieri", "migranti", "immigrati"),
    ("povertà", "indigenza", "disagio economico"),
    ("dipendenze", "tossicodipendenza", "ludopatia", "gioco d'azzardo", "alcolismo"),
    ("violenza di genere", "violenza sulle donne", "antiviolenza"),
    ("affido", "affidamento familiare"),
    ("caregiver", "chi assiste un familiare", "familiare che assiste"),
    ("asilo nido", "nido d'infanzia", "prima infanzia"),
    ("assistente sociale", "servizio sociale professionale", "segretariato sociale"),
    ("dopo di noi", "vita indipendente"),
    ("trasporto sociale", "accompagnamento"),
    ("consulta", "tavolo tematico"),
    ("residenza fittizia", "residenza virtuale"),
    ("delibera", "deliberazione"),
    ("bilancio sociale", "rendicontazione sociale"),
)


@dataclass(frozen=True, kw_only=True)
class Explanation:
    """What an acronym stands for, for whoever reads the results."""

    acronym: str
    meanings: tuple[str, ...]


def run_of(text: str) -> Run:
    """Return the words of a text as they are compared."""
    return tuple(word.text for word in words(text))


@cache
def synonyms() -> dict[Run, tuple[Run, ...]]:
    """Return, for each run of words we know, the others that mean the same."""
    table: dict[Run, dict[Run, None]] = {}
    groups = [(acronym, *meanings) for acronym, meanings in ACRONYMS.items()]
    for group in (*groups, *SAME_MEANING):
        runs = [run_of(text) for text in group]
        for run in runs:
            table.setdefault(run, {}).update(dict.fromkeys(other for other in runs if other != run))
    return {run: tuple(others) for run, others in table.items()}


@cache
def longest_run() -> int:
    """Return how many words the longest known run has."""
    return max(len(run) for run in synonyms())


def explanations(run: Run) -> tuple[Explanation, ...]:
    """Return what the acronyms among these words stand for."""
    known = {acronym.lower(): acronym for acronym in ACRONYMS}
    return tuple(
        Explanation(acronym=known[word], meanings=ACRONYMS[known[word]]) for word in dict.fromkeys(run) if word in known
    )
