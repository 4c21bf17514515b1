# SPDX-License-Identifier: AGPL-3.0-or-later
"""The call to join, three applications, the seats with a designation, mandates about to end, the office."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from allauth.account.models import EmailAddress

from partners import services
from partners.enums import ApplicantRole, CheckResult, MandateRole, PartnerKind, SeatKind
from partners.models import (
    Call,
    CallAttachment,
    CallCriterion,
    Designation,
    Expert,
    Invitation,
    Mandate,
    Partner,
    Seat,
    StaffFunction,
    StaffPosition,
)
from partners.models.mandate import day_of
from portal.core.models import Area, User
from portal.demo.accounts import PASSWORD

CRITERIA = (
    ("Lavora nel territorio", "Guardiamo la sede e che cosa fa qui."),
    ("È iscritta a un registro pubblico, oppure ha uno statuto", "Guardiamo il RUNTS; se non c'è leggiamo lo statuto."),
    ("Non cerca guadagno nei servizi alle persone fragili", "Lo dice lo statuto o la forma giuridica."),
    ("Dice chi parla per lei", "Basta la persona indicata nella domanda."),
)
APPLICANTS: tuple[dict[str, Any], ...] = (
    {
        "person": ("tempo@bancadeltempo.example", "Grazia", "Lomonte"), "fiscal_code": "99000219990",
        "name": "Banca del tempo Sarva", "days_ago": 3, "areas": ("anziani",),
        "what_it_does": "Scambiamo ore: chi sa aggiustare una tenda aiuta chi sa fare la spesa online.",
    },
    {
        "person": ("info@passilenti.example", "Mauro", "Sabia"), "fiscal_code": "99000229999",
        "name": "APS Passi lenti", "days_ago": 15, "areas": ("disabilita",),
        "what_it_does": "Camminate per chi va piano: carrozzine, bastoni, passeggini. Ogni sabato, con ogni tempo.",
    },
    {
        "person": ("segreteria@vallefitness.example", "Ivo", "Ranieri"), "fiscal_code": "99000239998",
        "name": "Valle Fitness", "days_ago": 24, "areas": ("anziani",), "kind": PartnerKind.ENTERPRISE,
        "what_it_does": "Palestra con corsi di ginnastica dolce per chi ha più di sessantacinque anni.",
    },
)  # fmt: skip


def load(*, areas: dict[str, Area], partners: dict[str, Partner], people: dict[str, User], moment: datetime) -> None:
    """Load everything about adhesion; every date is counted from this moment."""
    office = people["coordinamento"]
    call = _call(office, moment)
    _applications(call, areas, office, moment)
    _seats(partners, people, office, moment)
    _ending_mandates(people, office, moment)
    _office(people, moment)
    _invited(partners, people, office, moment)


def _call(office: User, moment: datetime) -> Call:
    closing = moment + timedelta(days=12)
    call: Call = Call.objects.create(
        title="Avviso per aderire al Distretto dell'Inclusione",
        slug="avviso-di-adesione",
        purpose="Il Distretto riunisce chi, nella Val Sarva, si occupa di servizi alle persone. Chi aderisce legge le "
        "bozze del Piano, siede ai tavoli e può scrivere a nome della propria organizzazione.",
        who_may_join="Enti del Terzo settore, organizzazioni di utenti e familiari, parrocchie, sindacati, scuole, "
        "imprese sociali e ogni altra organizzazione che lavora qui.",
        what_happens="L'ufficio controlla i criteri e vi risponde. Se siete ammessi ricevete il primo mandato.",
        act_number="41",
        act_date=day_of(moment - timedelta(days=70)),
        act_body="Giunta comunale di Roccalvana",
        opens_at=moment - timedelta(days=60),
        closes_at=closing,
        is_published=True,
    )
    for position, (label, explanation) in enumerate(CRITERIA):
        CallCriterion.objects.create(call=call, position=position, label=label, explanation=explanation)
    CallAttachment.objects.create(
        call=call, label="Statuto", explanation="Solo se non siete nel RUNTS.", is_required=False
    )
    services.note_call(call=call, is_new=True, by=office)
    services.move_closing(
        call=call,
        closes_at=closing + timedelta(days=30),
        reason="Quattro associazioni hanno chiesto più tempo: le loro assemblee sono dopo la prima scadenza.",
        by=office,
        moment=moment - timedelta(days=5),
    )
    return call


def _person(email: str, name: str, surname: str) -> User:
    user = User.objects.create_user(email, PASSWORD, first_name=name, last_name=surname)
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    return user


def _applications(call: Call, areas: dict[str, Area], office: User, moment: datetime) -> None:
    sent = []
    for row in APPLICANTS:
        user, at = _person(*row["person"]), moment - timedelta(days=row["days_ago"])
        values = {
            **{name: row[name] for name in ("fiscal_code", "name", "what_it_does")},
            "kind": row.get("kind", PartnerKind.ETS), "municipality": "Roccalvana", "email": row["person"][0],
            "areas": [areas[slug] for slug in row["areas"] if slug in areas],
            "applicant_name": user.get_full_name(), "applicant_role": ApplicantRole.LEGAL_REPRESENTATIVE,
            "has_declared": True,
        }  # fmt: skip
        draft = services.save_draft(call=call, by=user, values=values, moment=at)
        sent.append(services.submit(application=draft, by=user, moment=at))
    _waiting, asked, noticed = sent
    services.take_up(application=asked, by=office, moment=moment - timedelta(days=12))
    for criterion in list(call.criteria.all())[:2]:
        services.check(
            application=asked, criterion=criterion, result=CheckResult.YES, note="", by=office, moment=moment
        )
    services.ask(
        application=asked, days=15, by=office, moment=moment - timedelta(days=6),
        text="Nel RUNTS non vi troviamo ancora. Mandateci lo statuto, anche in foto: serve per il terzo criterio.",
    )  # fmt: skip
    services.keep_registry_number(application=asked, number="2026/0008123", by=office)
    services.give_notice(
        application=noticed, by=office, moment=moment - timedelta(days=4),
        reasons="La palestra è un'impresa che vende corsi: il terzo criterio non è rispettato. Se avete un progetto "
        "senza guadagno per le persone anziane diteci qual è.",
    )  # fmt: skip


def _seats(partners: dict[str, Partner], people: dict[str, User], office: User, moment: datetime) -> None:
    since = moment - timedelta(days=380)
    for slug in (
        "distretto-della-salute-val-sarva", "aps-il-filo-di-lana", "cooperativa-sociale-a-sarvacura",
        "istituto-comprensivo-di-roccalvana",
    ):  # fmt: skip
        seat = services.seat_of(partner=partners[slug], by=office, moment=since)
        mandate = Mandate.objects.filter(partner=partners[slug]).order_by("pk").first()
        if mandate is not None:
            services.sit(seat=seat, mandate=mandate, by=office)
    choosing = ("odv-porta-aperta-roccalvana", "soms-la-fratellanza", "comitato-dei-familiari-del-centro-diurno")
    collective = Seat.objects.create(
        kind=SeatKind.COLLECTIVE, name="ETS non aderenti al Forum", position=50, since=day_of(since),
        act_number="7", act_date=day_of(since), act_body="Assemblea del Distretto",
    )  # fmt: skip
    collective.constituents.set([partners[slug] for slug in choosing])
    services.note_seat(seat=collective, is_new=True, by=office)
    _designation(collective, people, office, moment - timedelta(days=45))


def _designation(seat: Seat, people: dict[str, User], office: User, opened: datetime) -> None:
    """Run a whole round, as it went a month and a half ago."""
    round_ = services.open_round(
        designation=Designation(
            seat=seat,
            candidacies_close_at=opened + timedelta(days=7),
            voting_closes_at=opened + timedelta(days=14),
            mandate_starts_on=day_of(opened + timedelta(days=16)),
            mandate_ends_on=day_of(opened + timedelta(days=16 + 730)),
        ),
        by=office,
        moment=opened,
    )
    held = {key: Mandate.objects.filter(user=people[key]).select_related("partner").get() for key in VOTERS}
    standing = {}
    for key, words in (("porta", "Conosco le associazioni piccole: riporto quello che dite."), ("soms", "Ho tempo.")):
        standing[key] = services.stand(
            designation=round_, partner=held[key].partner, by=people[key], presentation=words,
            is_name_public=key == "porta", moment=opened + timedelta(days=1),
        )  # fmt: skip
    for key, choice in (("porta", "porta"), ("soms", "soms"), ("familiari", "porta")):
        services.vote(
            designation=round_, partner=held[key].partner, by=people[key], candidate=standing[choice],
            moment=opened + timedelta(days=8),
        )  # fmt: skip
    counted = services.count(designation=round_, by=office, moment=opened + timedelta(days=15))
    services.conclude(designation=counted, by=office, moment=opened + timedelta(days=16))


VOTERS = ("porta", "soms", "familiari")


def _ending_mandates(people: dict[str, User], office: User, moment: datetime) -> None:
    today = day_of(moment)
    for key, days in (("sarvacura", 9), ("scuola", 26)):
        mandate = Mandate.objects.filter(user=people[key], designation=None).get()
        mandate.ends_on = today + timedelta(days=days)
        services.save_mandate(mandate=mandate, by=office)
    late = Mandate.objects.filter(user=people["sarvacura"], designation=None).get()
    services.prolong(
        mandate=late, until=today + timedelta(days=29), by=office, moment=moment,
        reason="L'assemblea che rinnova gli incarichi è convocata tra tre settimane.",
    )  # fmt: skip


def _office(people: dict[str, User], moment: datetime) -> None:
    since = day_of(moment - timedelta(days=700))
    functions = list(StaffFunction.objects.order_by("position"))
    rows = (
        (0, people["coordinamento"].get_full_name(), "Coordinatrice tecnica"),
        (1, people["redazione"].get_full_name(), "Programmazione e valutazione"),
        (2, "Rita Colangelo", "Avvisi e convenzioni"),
        (2, "Biagio Sileo", "Bilancio e rendiconto"),
        (3, people["moderazione"].get_full_name(), "Moderazione e sportello digitale"),
    )
    for place, name, title in rows:
        if place < len(functions):
            position = StaffPosition.objects.create(
                function=functions[place], holder_name=name, title=title, starts_on=since
            )
            services.note_position(row=position, is_new=True, by=None)


def _invited(partners: dict[str, Partner], people: dict[str, User], office: User, moment: datetime) -> None:
    today = day_of(moment)
    services.invite_person(
        partner=partners["aps-il-filo-di-lana"],
        offer=services.Offer(email="nina@ilfilodilana.example", role=MandateRole.SUBSTITUTE, can_vote=True),
        by=people["filo"],
        moment=moment - timedelta(days=2),
    )
    expert = _person("statistica@universita.example", "Livia", "Motta")
    Expert.objects.create(
        user=expert, subject="Indicatori di disuguaglianza", starts_on=today - timedelta(days=20),
        ends_on=today + timedelta(days=70), act_number="12", act_date=today - timedelta(days=25),
        act_body="Determinazione", url="https://trasparenza.valsarva.example/consulenti", is_name_public=True,
    )  # fmt: skip
    services.invite_expert(
        invitation=Invitation(
            email="casa@politecnico.example", subject="Abitare e housing first", starts_on=today,
            ends_on=today + timedelta(days=90),
        ),
        by=office,
        moment=moment - timedelta(days=1),
    )  # fmt: skip
