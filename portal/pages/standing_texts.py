# SPDX-License-Identifier: AGPL-3.0-or-later
"""What the standing pages say when a portal is born. The office reads them, and changes what it must.

No name of an office stands here: names and contacts come from the settings, through the blocks.
"""

from dataclasses import dataclass, field

Block = tuple[str, object]


@dataclass(frozen=True, kw_only=True)
class StandingText:
    """One page: where, title, a sentence, and its blocks as the editor stores them."""

    slug: str
    title: str
    lead: str
    blocks: tuple[Block, ...] = field(default_factory=tuple)


def question(words: str, answer: str) -> Block:
    """Return a block of a frequent question."""
    return ("question", {"question": words, "answer": answer})


WELCOME = (
    "<p>Il Piano sociale decide quali servizi ci saranno e per chi. Prima che sia approvato, qui chiunque può "
    "leggerlo, dire che cosa manca e sapere che cosa ne è stato fatto. Leggere è libero; per scrivere "
    "basta un'e-mail.</p>"
)

ABOUT = StandingText(
    slug="chi-siamo",
    title="Chi siamo e contatti",
    lead="Chi cura questo portale, che cosa fa e come raggiungerlo.",
    blocks=(
        (
            "text",
            "<p>Il Distretto dell'Inclusione mette insieme il comune, l'azienda sanitaria, la scuola e chi nel "
            "territorio si occupa degli altri: associazioni, cooperative, fondazioni, comitati, parrocchie.</p>"
            "<p>L'Ufficio di Piano lo fa lavorare: convoca i tavoli, tiene l'elenco dei partner, scrive il Piano "
            "insieme a chi lo vive e risponde a ogni osservazione.</p>"
            "<h2>Che cosa trovi qui</h2>"
            "<ul><li>i testi in consultazione, aperti alle osservazioni di tutti;</li>"
            "<li>i tavoli, con date, decisioni e verbali;</li>"
            "<li>i partner del Distretto e come entrarne a far parte;</li>"
            "<li>atti, protocolli d'intesa e buone pratiche.</li></ul><h2>Contatti</h2>",
        ),
        ("contacts", None),
    ),
)

WRITE = StandingText(
    slug="scrivi-all-ufficio",
    title="Scrivi all'ufficio",
    lead="Per una domanda, una richiesta o un reclamo: per e-mail, per posta certificata, al telefono o di persona.",
    blocks=(
        (
            "text",
            "<p>Scrivi con parole tue. Di' in che cosa possiamo aiutarti, e come preferisci essere ricontattato.</p>"
            "<p>Non mettere nella prima e-mail notizie sulla salute tue o di altri: se servono, te le chiederemo noi, "
            "in un modo più riservato.</p>",
        ),
        ("contacts", None),
        (
            "text",
            "<h2>Quando rispondiamo</h2><p>Entro trenta giorni, con il nome dell'ufficio che se ne occupa. Se la cosa "
            "spetta a un altro ufficio, ti diciamo quale.</p><h2>Se si tratta di un testo in consultazione</h2><p>"
            "Scrivi la tua osservazione nella pagina del testo: così la leggono tutti e riceve una risposta "
            "pubblica.</p>",
        ),
    ),
)

PRIVACY = StandingText(
    slug="privacy",
    title="Informativa privacy",
    lead="Quali dati usiamo, perché, per quanto tempo e come puoi farli correggere o cancellare.",
    blocks=(
        ("data_controller", None),
        (
            "text",
            "<h2>Se leggi soltanto</h2><p>Non ti chiediamo nulla e non ti seguiamo. Non usiamo cookie di misura o di "
            "pubblicità, né servizi di altri siti: caratteri, immagini e programmi vengono da qui. I registri tecnici "
            "del server servono alla sicurezza.</p>"
            "<h2>Se accedi</h2><p>Usiamo il tuo indirizzo e-mail per riconoscerti e risponderti. Il browser conserva "
            "solo i cookie tecnici che tengono aperto l'accesso e proteggono i moduli.</p>"
            "<h2>Se scrivi un'osservazione</h2><p>Pubblichiamo il testo e il nome che hai scelto di mostrare: le "
            "iniziali, un nome a tua scelta o il nome intero. L'e-mail non compare mai. Non scrivere di malattie, di "
            "minori o di altre persone riconoscibili: chi modera può trattenere il testo.</p>"
            "<h2>Perché possiamo farlo</h2><p>La partecipazione al Piano è un compito di interesse pubblico: "
            "articolo 6, paragrafo 1, lettera e) del Regolamento (UE) 2016/679 e articolo 2-ter del decreto "
            "legislativo 196/2003. Prima di ogni invio trovi l'informativa che vale per quella raccolta.</p>"
            "<h2>Per quanto tempo</h2><p>Le osservazioni pubblicate e le risposte restano, perché spiegano come è nato "
            "un atto. I dati dell'account restano finché lo usi: se lo chiudi li cancelliamo, e sulle osservazioni "
            "pubblicate puoi chiederci di togliere il nome.</p>"
            "<h2>I tuoi diritti</h2><p>Puoi chiedere di vedere i tuoi dati, di correggerli, cancellarli o limitarne "
            "l'uso, e puoi opporti. Scrivi al responsabile della protezione dei dati. Se la risposta non ti basta, "
            "puoi rivolgerti al Garante per la protezione dei dati personali.</p>",
        ),
    ),
)

LEGAL = StandingText(
    slug="note-legali",
    title="Note legali",
    lead="Come si possono usare i contenuti di questo portale, e che valore hanno.",
    blocks=(
        ("licence", None),
        (
            "text",
            "<h2>Valore dei testi</h2><p>I testi in consultazione sono proposte. Fanno fede gli atti approvati, con "
            "il loro numero e la loro data, pubblicati all'Albo pretorio e in Amministrazione trasparente.</p>"
            "<h2>Osservazioni di chi partecipa</h2><p>Chi scrive resta autore delle sue parole e ne permette la "
            "pubblicazione e il riuso insieme al testo che commentano. Le opinioni sono di chi le scrive.</p>"
            "<h2>Collegamenti ad altri siti</h2><p>Li indichiamo per comodità: di quello che contengono risponde chi "
            "li cura.</p>"
            "<h2>Programma</h2><p>Il portale è software libero, con licenza AGPL-3.0 o successiva: un'altra "
            "amministrazione può riusarlo e cambiarlo.</p>",
        ),
    ),
)

ACCESSIBILITY = StandingText(
    slug="accessibilita",
    title="Accessibilità",
    lead="Il portale vuole essere usabile da tutti, con ogni dispositivo e con le tecnologie assistive.",
    blocks=(
        (
            "text",
            "<p>Ci diamo come misura le linee guida WCAG 2.1, livello AA, richieste dalla legge 4/2004.</p>"
            "<ul><li>Tutto si fa da tastiera e anche senza JavaScript.</li><li>I testi si ingrandiscono fino al doppio "
            "senza perdere nulla.</li><li>Colori e caratteri rispettano i contrasti minimi.</li><li>Ogni pagina si può "
            "stampare.</li></ul>",
        ),
        ("accessibility", None),
    ),
)

QUESTIONS = StandingText(
    slug="domande-frequenti",
    title="Domande frequenti",
    lead="Le risposte a quello che ci viene chiesto più spesso.",
    blocks=(
        question("Chi può scrivere un'osservazione?", "<p>Chiunque: chi abita qui, chi ci lavora, chi usa un servizio, "
                 "chi rappresenta un'organizzazione.</p>"),
        question("Devo dare il mio nome?", "<p>Puoi mostrare le iniziali, un nome a tua scelta o il nome intero. Lo "
                 "scegli prima di inviare, e vedi come apparirà. L'e-mail non si pubblica mai.</p>"),
        question("Serve una password?", "<p>No. Scrivi la tua e-mail e ricevi un codice che vale quindici minuti.</p>"),
        question("Perché la mia osservazione non si vede subito?", "<p>Di solito una persona la legge prima di "
                 "pubblicarla, per proteggere chi potrebbe essere nominato. Nessuno può cambiare le tue parole.</p>"),
        question("Come faccio a sapere che fine ha fatto?", "<p>Con l'invio ricevi un codice. La pagina "
                 "dell'osservazione dice sempre a che punto è: le parole di allora, la risposta, che cosa è cambiato "
                 "nel testo.</p>"),
        question("Essere in tanti d'accordo conta come un voto?", "<p>No. Dice all'ufficio quanto un punto è sentito, "
                 "ma si risponde alle ragioni, non ai numeri.</p>"),
        question("Posso partecipare senza internet?", "<p>Sì: di persona, al telefono o su carta. L'ufficio trascrive "
                 "la tua osservazione e la risposta è pubblica come le altre.</p>"),
    ),
)  # fmt: skip

HELP = StandingText(
    slug="assistenza",
    title="Richiesta di assistenza",
    lead="Se non riesci ad accedere, a scrivere o a trovare qualcosa, ti aiutiamo noi.",
    blocks=(
        (
            "text",
            "<h2>Prima di scriverci</h2><ul><li>Il codice per accedere non arriva? Guarda nella posta "
            "indesiderata: vale quindici minuti, poi se ne chiede un altro.</li><li>Il modulo è scaduto? Il testo che "
            "avevi scritto ti viene restituito: copialo e invialo di nuovo.</li></ul>"
            "<h2>Chiedi a una persona</h2><p>Di' quale pagina stavi usando e che cosa è successo.</p>",
        ),
        ("contacts", None),
    ),
)

FAULT = StandingText(
    slug="segnala-disservizio",
    title="Segnalazione disservizio",
    lead="Se qualcosa nel portale non funziona, dillo: lo ripariamo.",
    blocks=(
        (
            "text",
            "<p>Scrivi all'ufficio dicendo:</p><ul><li>l'indirizzo della pagina;</li><li>che cosa volevi fare;</li>"
            "<li>che cosa è successo, e quando;</li><li>con quale dispositivo.</li></ul><p>Per un problema di un "
            "servizio sociale, e non del portale, usa la pagina «Scrivi all'ufficio».</p>",
        ),
        ("contacts", None),
    ),
)

ALL_TEXTS = (ABOUT, WRITE, PRIVACY, LEGAL, ACCESSIBILITY, QUESTIONS, HELP, FAULT)
