# SPDX-License-Identifier: AGPL-3.0-or-later
"""Every kind of page, by name: where it is, who sees it, how it answers."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from playwright.sync_api import Page, expect

from tests.journeys.house import Site
from tests.journeys.people import CITIZEN, COORDINATOR, DELEGATE, DRAFTER, MODERATOR, TAVOLO_MEMBER

PIANO = "/testi/piano-sociale-di-zona-2027-2029/"
REGOLAMENTO = "/testi/regolamento-di-funzionamento-dell-ufficio-del-piano-sociale/"
CLOSED = "/consultazioni/piano-sociale-2027-2029/"
OPEN = "/consultazioni/regolamento-ufficio-di-piano/"
COOPERATIVE, SOCIETY = "direzione@sarvacura.example", "presidente@lafratellanza.example"
PENDING = "select xtdcomment_ptr_id from comments_observation where state = 'PENDING'"
WAITING = "select id from consultations_importdraft where text_id is null"
TOLD = (
    "select twin.section_id from consultations_simplesection told "
    "join consultations_versionsection twin on twin.id = told.section_id order by told.id"
)
SECTION = f"{REGOLAMENTO}art-14-rapporti-con-l-esterno/"


@dataclass(frozen=True, kw_only=True)
class Place:
    """A page that a person can be on."""

    name: str
    path: str
    who: str = ""
    status: int = 200


PUBLIC = [
    Place(name="home", path="/"),
    Place(name="home in inglese", path="/en/"),
    Place(name="consultazioni", path="/consultazioni/"),
    Place(name="consultazione aperta", path=OPEN),
    Place(name="consultazione chiusa", path=CLOSED),
    Place(name="osservazioni di una consultazione", path=f"{CLOSED}osservazioni/"),
    Place(name="esiti", path=f"{CLOSED}esiti/"),
    Place(name="rapporto", path=f"{CLOSED}rapporto/"),
    Place(name="testi", path="/testi/"),
    Place(name="testo", path=REGOLAMENTO),
    Place(name="sezione con osservazioni", path=SECTION),
    Place(name="sezione in parole semplici", path=f"{PIANO}anziani-dimissioni-protette/in-parole-semplici/"),
    Place(
        name="edizione di prima in parole semplici",
        path=f"{PIANO}versioni/2/anziani-dimissioni-protette/in-parole-semplici/1/",
    ),
    Place(name="versione congelata", path=f"{PIANO}versioni/1/"),
    Place(name="confronto", path=f"{PIANO}confronto/1-2/"),
    Place(name="confronto di tutto il testo", path=f"{PIANO}confronto/1-2/?mostra=tutto"),
    Place(name="confronto di una sezione", path=f"{PIANO}confronto/1-2/anziani-dimissioni-protette/"),
    Place(name="scegli due versioni", path=f"{PIANO}confronto/?da=1&a=1"),
    Place(name="che fine ha fatto", path="/osservazioni/{first}/"),
    Place(name="firma del Distretto della Salute", path=f"{PIANO}firme/1/"),
    Place(name="testo tolto", path=f"{PIANO}testo-tolto/"),
    Place(name="uscita senza tutte le risposte", path="/consultazioni/carta-dello-sportello-sociale/rapporto/"),
    Place(name="testo approvato", path="/testi/carta-dei-servizi-dello-sportello-sociale/"),
    Place(name="risposta ufficiale di un partner", path="/risposte-ufficiali/1/"),
    Place(name="ricerca", path="/cerca/"),
    Place(name="ricerca con risultati", path="/cerca/?q=trasporto"),
    Place(name="ricerca senza risultati", path="/cerca/?q=astronave"),
    Place(name="partner", path="/partner/"),
    Place(name="partner con filtri", path="/partner/?tipo=ETS&sezione=ODV"),
    Place(name="mappa dei partner", path="/distretto/mappa/"),
    Place(name="un partner", path="/partner/aps-il-filo-di-lana/"),
    Place(name="distretto", path="/distretto/"),
    Place(name="chi decide nel Distretto", path="/distretto/governance/"),
    Place(name="avvisi di adesione", path="/distretto/aderire/"),
    Place(name="un avviso di adesione", path="/distretto/aderire/avviso-di-adesione/"),
    Place(name="domanda di adesione", path="/distretto/aderire/avviso-di-adesione/domanda/"),
    Place(name="chi lavora nell'ufficio", path="/distretto/ufficio/"),
    Place(name="tavoli", path="/tavoli/"),
    Place(name="un tavolo", path="/tavoli/tavolo-disabilita/"),
    Place(name="documenti", path="/documenti/"),
    Place(name="un documento", path="/documenti/1/"),
    Place(name="protocolli", path="/protocolli/"),
    Place(name="un protocollo", path="/protocolli/dimissioni-protette/"),
    Place(name="buone pratiche", path="/buone-pratiche/"),
    Place(name="una buona pratica", path="/buone-pratiche/orto-di-quartiere/"),
    Place(name="aree", path="/aree/"),
    Place(name="un'area", path="/aree/disabilita/"),
    Place(name="pagina fissa", path="/accessibilita/"),
    Place(name="mappa del sito", path="/mappa-del-sito/"),
    Place(name="posta dimostrativa", path="/posta-dimostrativa/"),
    Place(name="ingresso", path="/account/login/"),
    Place(name="pagina che non c'è", path="/questa-non-c-e/", status=404),
    Place(name="indirizzo sbagliato", path="/cerca/?q=%00", status=400),
]
PERSONAL = [
    Place(name="la mia area", path="/area-personale/", who=CITIZEN),
    Place(name="la mia area di una delegata", path="/area-personale/", who=DELEGATE),
    Place(name="i miei avvisi", path="/area-personale/avvisi/", who=CITIZEN),
    Place(name="i miei dati", path="/area-personale/dati/", who=CITIZEN),
    Place(name="chiudi l'account", path="/area-personale/dati/chiudi/", who=CITIZEN),
    Place(name="i miei dispositivi", path="/account/sessions/", who=CITIZEN),
    Place(name="la mia e-mail", path="/account/email/", who=CITIZEN),
    Place(name="secondo modo di farsi riconoscere", path="/account/2fa/", who=CITIZEN),
    Place(name="sezione, da chi ha scritto", path=SECTION, who=CITIZEN),
    Place(name="le persone di un partner", path="/partner/aps-il-filo-di-lana/persone/", who=DELEGATE),
    Place(name="invita una persona", path="/partner/aps-il-filo-di-lana/persone/invita/", who=DELEGATE),
    Place(name="l'area di un partner", path="/partner/aps-il-filo-di-lana/gestisci/", who=DELEGATE),
    Place(name="la scheda di un partner", path="/partner/aps-il-filo-di-lana/gestisci/scheda/", who=DELEGATE),
    Place(name="dati verificati", path="/partner/aps-il-filo-di-lana/gestisci/dati-verificati/", who=DELEGATE),
    Place(name="consegna un documento", path="/partner/aps-il-filo-di-lana/gestisci/documenti/nuovo/", who=DELEGATE),
    Place(
        name="l'area di un partner con bozze",
        path="/partner/cooperativa-sociale-a-sarvacura/gestisci/",
        who=COOPERATIVE,
    ),
    Place(name="chi decide, per l'ufficio", path="/distretto/governance/", who=COORDINATOR),
    Place(name="una designazione, da chi sceglie", path="/distretto/designazioni/1/", who=TAVOLO_MEMBER),
    Place(name="tavolo riservato", path="/tavoli/tavolo-casi-complessi/", who=TAVOLO_MEMBER),
    Place(name="è mia", path="/e-mia/", who=CITIZEN),
    Place(name="le risposte della mia organizzazione", path="/area-personale/risposte/", who=COOPERATIVE),
    Place(name="bozza comune", path="/area-personale/risposte/2/", who=COOPERATIVE),
    Place(name="bozza comune inviata", path="/area-personale/risposte/1/", who=SOCIETY),
    Place(name="scrivi con i colleghi", path="/area-personale/risposte/scrivi/testo/2/", who=COOPERATIVE),
    Place(name="un mio contributo", path="/area-personale/risposte/contributi/5/", who=COOPERATIVE),
    Place(name="una copia accanto all'originale", path="/area-personale/risposte/copie/1/", who=SOCIETY),
    Place(name="invia la risposta", path="/area-personale/risposte/2/invia/", who=COOPERATIVE),
]
OFFICE = [
    Place(name="molti contributi", path="/gestione/osservazioni/molti/", who=MODERATOR),
    Place(name="un lotto di contributi", path="/gestione/osservazioni/molti/2/", who=MODERATOR),
    Place(name="domande di adesione", path="/gestione/domande-di-adesione/", who=COORDINATOR),
    Place(name="una domanda di adesione", path="/gestione/domande-di-adesione/2/", who=COORDINATOR),
    Place(name="designazioni e scadenze", path="/gestione/designazioni/", who=COORDINATOR),
    Place(name="una designazione", path="/gestione/designazioni/1/", who=COORDINATOR),
    Place(name="apri una designazione", path="/gestione/designazioni/apri/", who=COORDINATOR),
    Place(name="designazione fatta altrove", path="/gestione/designazioni/altrove/", who=COORDINATOR),
    Place(name="persone e inviti", path="/gestione/persone-e-inviti/", who=COORDINATOR),
    Place(name="composizione dell'ufficio", path="/gestione/persone-e-inviti/ufficio/", who=COORDINATOR),
    Place(name="vedi come", path="/vedi-come/", who=COORDINATOR),
    Place(name="da fare oggi", path="/gestione/", who=COORDINATOR),
    Place(name="da moderare", path="/gestione/osservazioni/da-moderare/", who=MODERATOR),
    Place(name="una da moderare", path="/gestione/osservazioni/{pending}/", who=MODERATOR),
    Place(name="inserisci un'osservazione", path="/gestione/osservazioni/nuova/", who=MODERATOR),
    Place(name="testi dell'ufficio", path="/gestione/testi/", who=DRAFTER),
    Place(name="perché cambia un testo", path="/gestione/testi/2/cause/", who=DRAFTER),
    Place(name="sezioni in parole semplici", path="/gestione/testi/2/parole-semplici/", who=DRAFTER),
    Place(
        name="una sezione in parole semplici, da scrivere",
        path="/gestione/testi/1/parole-semplici/{told}/",
        who=DRAFTER,
    ),
    Place(name="storia delle parole semplici", path="/gestione/testi/1/parole-semplici/{told}/storia/", who=DRAFTER),
    Place(name="anteprima in parole semplici", path="/gestione/testi/1/parole-semplici/{told}/anteprima/", who=DRAFTER),
    Place(name="correggi parole semplici", path="/gestione/testi/1/parole-semplici/{told}/pubblica/", who=COORDINATOR),
    Place(name="importa una bozza", path="/gestione/testi/importa/", who=DRAFTER),
    Place(name="una bozza capita", path="/gestione/testi/importa/{draft}/", who=DRAFTER),
    Place(name="una nuova stesura", path="/gestione/testi/importa/{draft}/su/3/", who=DRAFTER),
    Place(name="firme di un testo", path="/gestione/testi/1/firme/", who=COORDINATOR),
    Place(name="consultazioni dell'ufficio", path="/gestione/consultazioni/", who=COORDINATOR),
    Place(name="una consultazione dell'ufficio", path="/gestione/consultazioni/2/", who=COORDINATOR),
    Place(name="osservazioni e risposte", path="/gestione/consultazioni/2/osservazioni/", who=COORDINATOR),
    Place(name="rispondi a un'osservazione", path="/gestione/consultazioni/1/osservazioni/1/", who=COORDINATOR),
    Place(name="osservazioni simili", path="/gestione/consultazioni/2/osservazioni/simili/", who=COORDINATOR),
    Place(name="risposte in una tabella", path="/gestione/consultazioni/2/osservazioni/tabella/", who=COORDINATOR),
    Place(name="voci mancanti", path="/gestione/consultazioni/2/osservazioni/voci-mancanti/", who=COORDINATOR),
    Place(name="proposta definitiva", path="/gestione/consultazioni/2/proposta-definitiva/", who=COORDINATOR),
]


def writing(page: Page, *, text: str = "Chiedo un termine scritto per le risposte.") -> None:
    """Begin an observation on the first paragraph of the section; the preview is on the screen at the end."""
    page.goto(SECTION)
    page.get_by_role("link", name="Osserva il paragrafo 76").click()
    page.get_by_label("Il tuo testo").fill(text)
    page.get_by_label("Il tuo nome").fill("Ada Lisi")
    page.get_by_role("button", name="Rivedi").click()
    expect(page.get_by_text("Così comparirà")).to_be_visible()


def address(site: Site, place: Place) -> str:
    """Return where a place is on this site: numbers hold the year, and identities are never the same twice."""
    year = site.one("select received_at from comments_observation where xtdcomment_ptr_id = 1")[:4]
    path = place.path.replace("{first}", f"{year}-0001")
    if "{pending}" in path:
        path = path.replace("{pending}", site.one(f"{PENDING} order by xtdcomment_ptr_id"))
    if "{told}" in path:
        path = path.replace("{told}", str(UUID(site.one(TOLD))))
    if "{draft}" in path:
        path = path.replace("{draft}", str(UUID(site.one(WAITING))))
    return path


def receipt(site: Site) -> str:
    """Return the address of the first receipt of the demo."""
    code = site.one("select receipt_code from comments_observation where xtdcomment_ptr_id = 1")
    return f"/ricevute/{code}/"
