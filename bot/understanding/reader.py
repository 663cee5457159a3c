"""Reads a mail: from its text, its sender and the verdict on its headers to an ``Understanding`` that explains itself."""

# ruff: noqa: E501
# Patterns are lists of what people write: broken over lines they hide their alternatives.

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bot.model import (
    Kind,
    Municipality,
    ParsedMail,
    Prediction,
    Screening,
    SharedOrganisation,
    Understanding,
    Vocabulary,
)
from bot.patterns import compiled_later
from bot.understanding.acts import ActReader
from bot.understanding.classify import LinearModel
from bot.understanding.contact import contact_name, phone, spoken_for
from bot.understanding.counting import participants
from bot.understanding.dates import wished_dates
from bot.understanding.form import address_form, language
from bot.understanding.frisian import mail_in_dutch
from bot.understanding.kind import SIGNS, find_kind, spam_signs
from bot.understanding.learned import from_plain
from bot.understanding.municipality import Found, find_municipalities
from bot.understanding.normalise import words
from bot.understanding.observe import Mailtext, Observer
from bot.understanding.places import Register
from bot.understanding.requests import RequestFinder
from bot.understanding.role import RoleFinder
from bot.understanding.segment import sentences, without_greeting
from bot.understanding.topics import find_topics

FACTS = 4_000
"""Characters in which names, numbers and people are looked for."""
LONGEST = 20_000
"""Characters of a mail that are read; longer ones hold documents, not more requests."""
_POINTS_BELOW = compiled_later(
    r"\b(?:hieronder|onderstaand\w*|zie onder|beneden|doorgestuurd\w*|hierbij door|ter (?:afhandeling|info\w*|beantwoording)|fyi|zie bijgaand\w*|"
    r"zie (?:de )?mail|kwam bij (?:mij|ons)|hoor(?:t|en) (?:\w+ )?bij (?:jullie|u)\b|zie (?:de )?vraag|iets mee|oppakken|oppikken|voor jullie|voor u\b|iets voor|beantwoorden|van mijn collega|dit (?:bericht|amendement|besluit)|deze (?:mail|vraag|motie|brief))",
    re.IGNORECASE,
)
_MEANS_BELOW = compiled_later(
    r"\b(?:onderstaande?|bijgaande?|deze|dit)\s+(?:motie|verzoek|vraag|aanmelding|aanvraag|mail|bericht|brief|amendement|besluit)\b",
    re.IGNORECASE,
)
"""The text below is what it is about, and not only where it comes from."""
_COUNTS_PEOPLE = frozenset({"aanmelden", "wijzigen", "status"})
_HAS_PEOPLE = frozenset({"leerkring", "intervisitatie", "bijeenkomst", "academie", "theater", "toekomstverkenning", "expert",
                         "ontwikkeltraject", "herontwerpatelier", "quickscan", "digitale-participatie", "uitdaagrecht"})  # fmt: skip
_HEADER_LINE = compiled_later(
    r"^\s*>*\s*(?:van|verzonden|aan|cc|onderwerp|datum|from|sent|to|subject|date|beantwoorden)\s*:.*$",
    re.IGNORECASE | re.MULTILINE,
)
_FORWARD_MARK = compiled_later(
    r"^\s*[-_>\s]*(?:oorspronkelijk bericht|doorgestuurd bericht|forwarded message|begin doorgestuurd bericht|original message)[-:\s]*$",
    re.IGNORECASE | re.MULTILINE,
)


@dataclass(frozen=True)
class Reader:
    """Everything that is needed to understand a mail; built once by ``build_reader``, safe to share between threads."""

    observer: Observer
    finder: RequestFinder
    register: Register
    roles: RoleFinder
    kinds: LinearModel
    counts: LinearModel
    topics: LinearModel

    def read(self, mail: ParsedMail, screening: Screening) -> Understanding:
        """What the mail says; never raises, and never guesses between two municipalities."""
        sender = mail.sender
        display, address = (sender.display_name, sender.addr_spec) if sender else ("", "")
        local, _, domain = address.lower().partition("@")
        own, signature = mail.new_text[:LONGEST], _signature(mail)[:FACTS]
        name = contact_name(display, address, "", signature)
        if screening.kind is Kind.NIEUWSBRIEF and spam_signs(mail.subject, own) >= SIGNS:
            return Understanding(
                Kind.SPAM, screening.confidence, "De tekst van deze bulkmail is die van ongewenste reclame."
            )
        if screening.kind is not None:
            return Understanding(screening.kind, screening.confidence, screening.reason,
                                 contact_name=None if screening.kind in _NOBODY else name)  # fmt: skip
        said = mail_in_dutch(own)
        municipal = self.register.by_domain(domain) is not None or bool(self.register.by_shared_domain(domain))
        verdict = find_kind(mail.subject, said, sentences(said), self.kinds, from_municipality=municipal)
        if verdict.kind not in {Kind.VERZOEK, Kind.BEDANKJE}:
            return Understanding(verdict.kind, verdict.confidence, verdict.reason,
                                 contact_name=None if verdict.kind in _NOBODY else name)  # fmt: skip
        role = self.roles.find(domain=domain, local=local, display_name=display, text=own, signature=signature,
                               municipal_domain=municipal)  # fmt: skip
        text = self._text(mail, said) if verdict.kind is Kind.VERZOEK else self.observer.observe(mail.subject, said)
        requests = self.finder.find(text, role) if verdict.kind is Kind.VERZOEK else ()
        place = self._place(mail, own, signature, role, requests, domain)
        contact = contact_name(display, address, own[:FACTS], signature)
        signs_up = any((request.act in _COUNTS_PEOPLE and request.service in _HAS_PEOPLE)
                       or (request.service == "theater" and request.act == "informatie") for request in requests)  # fmt: skip
        spoken = words(own)
        return Understanding(
            kind=verdict.kind,
            kind_confidence=verdict.confidence,
            kind_reason=verdict.reason,
            requests=requests,
            municipalities=place.names,
            municipality_candidates=place.candidates,
            municipality_evidence=place.evidence,
            topics=self._topics(mail, said, text, requests) if requests else (),
            role=role,
            contact_name=contact,
            phone=phone(own[:FACTS], signature, contact, contact if spoken_for(display, own[:FACTS]) else name),
            participants=participants(self._read_from(mail, own)[:FACTS], self.counts) if signs_up else None,
            wished_dates=wished_dates(tuple(sentence.text for sentence in sentences(own))),
            address_form=address_form(spoken),
            language=language(spoken),
        )

    def _text(self, mail: ParsedMail, own: str) -> Mailtext:
        """The sentences that the requests are read from."""
        return self.observer.observe(mail.subject, self._read_from(mail, own))

    def _read_from(self, mail: ParsedMail, own: str) -> str:
        """The own text, with the forwarded text behind it when the sender only points to that."""
        below = _plain(mail.forwarded_text)
        if not below or len(own.split()) >= 60 or not _POINTS_BELOW.search(own):
            return own
        mine = without_greeting(own)
        observed = self.observer.observe(mail.subject, mine)
        return own if any(o.named() and o.asking for o in observed.body) else f"{mine}\n\n{below[:LONGEST]}"

    def _topics(self, mail: ParsedMail, own: str, text: Mailtext, requests: Sequence[Prediction]) -> tuple[str, ...]:
        """What the requests are about; ``kan deze motie bij jullie als experiment?`` leaves that to the text below."""
        services = tuple(request.service for request in requests)
        found = find_topics(text, services, self.topics)
        below = _plain(mail.forwarded_text)
        if found or not below or not _MEANS_BELOW.search(own):
            return found
        both = self.observer.observe(mail.subject, f"{own}\n\n{below[:LONGEST]}")
        return find_topics(both, services, self.topics)

    def _place(
        self, mail: ParsedMail, own: str, signature: str, role: str, requests: Sequence[Prediction], domain: str
    ) -> Found:
        """Whom the mail speaks for; a council member who forwards a motion is of the council that passed it."""
        first = requests[0] if requests else None
        if first and first.service == "privacy" and (_PERSONAL.search(own) or _exercises(first, own, role)):
            return Found()
        if first and first.service == "buiten-bereik" and role == "onbekend":
            return Found()
        display = mail.sender.display_name if mail.sender else ""
        found = find_municipalities(self.register, domain=domain, display_name=display, subject=mail.subject, text=own,
                                    signature=signature, role=role)  # fmt: skip
        if role != "raadslid" or found.names or found.candidates:
            return found
        return find_municipalities(self.register, domain="", display_name="", subject="", role=role, signature="",
                                   text=_plain(mail.forwarded_text)[:FACTS])  # fmt: skip


_PERSONAL = compiled_later(
    r"\b(?:op|onder) (?:persoonlijke|eigen) titel\b|\bals privépersoon\b|\bmijn privé-?(?:mail)?adres", re.IGNORECASE
)
_NOBODY = frozenset({Kind.SPAM, Kind.NIEUWSBRIEF, Kind.BOUNCE})


def _exercises(request: Prediction, own: str, role: str) -> bool:
    """Whether the sender exercises a right over data of their own, for which no municipality speaks."""
    return request.act not in {"informatie", "klacht"} and _own_data(own, role)


def _own_data(own: str, role: str) -> bool:
    about_me = re.search(r"\b(?:mijn|mij|ik)\b", own, re.IGNORECASE)
    for_others = re.search(r"\b(?:namens|onze raadsleden|hun|van onze)\b", own, re.IGNORECASE)
    return role in {"onbekend", "inwoner"} or (about_me is not None and for_others is None)


def _plain(forwarded: str) -> str:
    return _FORWARD_MARK.sub("", _HEADER_LINE.sub("", forwarded)).replace(">", "").strip()


def _signature(mail: ParsedMail) -> str:
    """What stands below the sender's own text; the last short lines when nothing was recognised as a signature."""
    if mail.signature.strip():
        return mail.signature
    lines = [line.strip() for line in mail.unquoted_text.rstrip().splitlines()]
    tail: list[str] = []
    for line in reversed(lines[-6:]):
        if len(line) > 70 or line.endswith((".", "?", "!", ":")):
            break
        tail.append(line)
    return "\n".join(reversed(tail))


def build_reader(
    vocabulary: Vocabulary,
    municipalities: Sequence[Municipality],
    shared_organisations: Sequence[SharedOrganisation],
    learned: Mapping[str, Any],
) -> Reader:
    """A reader of the curated words and tables and of what was learned (``knowledge/learned.npz`` as plain data)."""
    models = from_plain(learned)
    return Reader(
        observer=Observer(vocabulary),
        finder=RequestFinder(models.services, ActReader(models.acts)),
        register=Register(municipalities, shared_organisations),
        roles=RoleFinder(vocabulary),
        kinds=models.kinds,
        counts=models.counts,
        topics=models.topics,
    )
