"""What was understood of a mail."""

from dataclasses import dataclass

from bot.model.labels import AddressForm, Kind, themes_of

TRUSTED = 0.8
"""From this confidence on 0.97 of the first services are right (ADR 7); below it nothing is claimed: a person looks."""


@dataclass(frozen=True, slots=True)
class Prediction:
    """One request that a message holds: the pair, how sure (0..1), the sender's words that decided, the runners-up."""

    service: str
    act: str
    confidence: float
    evidence: tuple[str, ...] = ()
    ranking: tuple[tuple[str, str, float], ...] = ()
    """Other (service, act, confidence) that were considered, best first."""
    text: str = ""
    """The sentences of the message that this request stands in; empty when it is the whole message."""


@dataclass(frozen=True, slots=True)
class Understanding:
    """What we think a message says. Empty or None where unknown."""

    kind: Kind
    kind_confidence: float
    kind_reason: str = ""
    requests: tuple[Prediction, ...] = ()
    municipalities: tuple[str, ...] = ()
    municipality_candidates: tuple[str, ...] = ()
    """Names between which we refuse to guess (Bergen, a shared organisation): a question to ask."""
    municipality_evidence: str = ""
    topics: tuple[str, ...] = ()
    role: str = "onbekend"
    contact_name: str | None = None
    phone: str | None = None
    participants: int | None = None
    wished_dates: tuple[str, ...] = ()
    address_form: AddressForm = AddressForm.U
    language: str = "nl"

    @property
    def themes(self) -> tuple[str, ...]:
        return themes_of(self.topics)
