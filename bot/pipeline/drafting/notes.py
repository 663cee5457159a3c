"""What the reviewer should look at first, in Dutch."""

from collections.abc import Iterator, Sequence
from datetime import date

from bot.content.library import Library
from bot.model import ACT_LABELS, SERVICE_LABELS, TRUSTED, EntryStatus, Prediction, SentenceEvidence, Understanding
from bot.model.dutch import listed

DUTCH = frozenset({"nl", "", "und"})


def warnings(
    understanding: Understanding,
    sure: Sequence[Prediction],
    sentences: Sequence[SentenceEvidence],
    library: Library,
    today: date,
) -> tuple[str, ...]:
    """The most urgent first, each once."""
    found = (
        *_for_a_colleague(understanding),
        *_unsure(understanding, sure),
        *_municipality(understanding),
        *_entries(sentences, library, today),
        *_language(understanding),
    )
    return tuple(dict.fromkeys(found))


def _for_a_colleague(understanding: Understanding) -> Iterator[str]:
    services = {request.service for request in understanding.requests}
    if "pers" in services:
        yield "Persvraag: stuur deze mail nu door naar woordvoerders@vng.nl en geef zelf geen inhoudelijk antwoord."
    if "privacy" in services:
        yield "Privacyverzoek: geef dit vandaag door aan de privacy officer, er geldt een wettelijke termijn."
    if any(request.act == "klacht" and request.service != "buiten-bereik" for request in understanding.requests):
        yield "Klacht: een collega moet dit persoonlijk oppakken."
    if understanding.role in {"burgemeester", "wethouder", "gemeentesecretaris"}:
        yield f"Let op: dit komt van een {understanding.role}. Laat een ervaren collega meelezen."


def _unsure(understanding: Understanding, sure: Sequence[Prediction]) -> Iterator[str]:
    if not understanding.requests:
        yield "Controleer: in dit bericht is geen vraag herkend. Kies zelf de dienst en de soort vraag."
    for request in understanding.requests:
        label = f"{SERVICE_LABELS.get(request.service, request.service)}, {ACT_LABELS.get(request.act, request.act)}"
        if request not in sure:
            yield f"Controleer: misschien gaat dit over '{label}', maar dat is niet zeker. Kies zelf."
        elif request.confidence < TRUSTED:
            yield f"Controleer: dit is gelezen als '{label}', maar helemaal zeker is dat niet."


def _municipality(understanding: Understanding) -> Iterator[str]:
    if not understanding.municipalities and len(understanding.municipality_candidates) > 1:
        names = " of ".join(understanding.municipality_candidates[:4])
        yield f"Controleer: de gemeente is niet zeker ({names})."


def _entries(sentences: Sequence[SentenceEvidence], library: Library, today: date) -> Iterator[str]:
    ids = dict.fromkeys(s.entry.removeprefix("entry:") for s in sentences if s.entry.startswith("entry:"))
    entries = [library.entries[entry_id] for entry_id in ids]
    if unconfirmed := [f"'{entry.title}'" for entry in entries if entry.status is EntryStatus.TE_BEVESTIGEN]:
        yield (
            f"Nog te bevestigen: {listed(unconfirmed)}. Controleer of dit nu nog zo is."
            " Klopt het, haal dan het voorbehoud weg."
        )
    if stale := [f"'{entry.title}'" for entry in entries if entry.overdue(today)]:
        yield f"Lang niet nagekeken: {listed(stale)}."


def _language(understanding: Understanding) -> Iterator[str]:
    if understanding.language not in DUTCH:
        yield "Dit bericht is niet in het Nederlands. Het concept is dat wel."
