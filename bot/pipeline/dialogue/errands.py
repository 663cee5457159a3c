"""What can be arranged in a conversation: its steps, what is asked for each, and the summary."""

from collections.abc import Mapping
from types import MappingProxyType

from bot.model import AddressForm, Errand, Purpose, Said
from bot.pipeline.dialogue.means import Means
from bot.understanding.steps import MAY_BE_SKIPPED, counted_people, named_municipality, topic

STEPS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "leerkring": ("gemeente", "onderwerp", "deelnemers", "rol", "naam", "e-mail"),
        "intervisitatie": ("gemeente", "onderwerp", "andere-gemeenten", "periode", "naam", "e-mail"),
        "bijeenkomst": ("gemeente", "onderwerp", "deelnemers", "rol", "naam", "e-mail"),
        "expert": ("gemeente", "vraag", "fase", "periode", "naam", "e-mail"),
        "toekomstverkenning": ("gemeente", "aanleiding", "publiek", "periode", "naam", "e-mail"),
    }
)
"""Service to its steps, six at most."""
HAND_OVER = ("vraag", "e-mail")
STATUS = ("e-mail",)

LABELS: Mapping[str, str] = MappingProxyType(
    {
        "leerkring": "Aanmelden voor een leerkring",
        "intervisitatie": "Aanmelden voor een intervisitatie",
        "bijeenkomst": "Aanmelden voor een bijeenkomst",
        "expert": "Een expert aanvragen",
        "toekomstverkenning": "Een toekomstverkenning aanvragen",
    }
)
"""What is on the button."""
STEP_LABELS: Mapping[str, str] = MappingProxyType(
    {
        "gemeente": "Gemeente",
        "onderwerp": "Onderwerp",
        "deelnemers": "Aantal deelnemers",
        "rol": "Functie",
        "andere-gemeenten": "Andere gemeenten",
        "periode": "Periode",
        "vraag": "Vraag",
        "fase": "Fase",
        "aanleiding": "Aanleiding",
        "publiek": "Doelgroep",
        "naam": "Naam",
        "e-mail": "E-mailadres",
    }
)
CHOICES: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "rol": ("Griffier", "Raadslid", "Wethouder", "Ambtenaar"),
        "fase": ("Nog een idee", "Net begonnen", "Loopt al", "Vastgelopen"),
        "publiek": ("Gemeenteraad", "College", "Raad en college", "Inwoners"),
    }
)
SKIP, SEND, STOP = "Overslaan", "Versturen", "Stoppen"
IN_THEIR_WORDS = frozenset({"onderwerp", "vraag", "aanleiding"})
"""Steps that a question may well be the answer to."""


def steps_of(errand: Errand) -> tuple[str, ...]:
    """The steps of an errand in their order."""
    return {Purpose.SIGN_UP: STEPS.get(errand.service, ()), Purpose.HAND_OVER: HAND_OVER, Purpose.STATUS: STATUS}[
        errand.purpose
    ]


def begun(service: str, text: str, means: Means, known: Errand | None = None) -> Errand:
    """A sign-up with what the wish itself says already; the municipality of an errand that it replaces stays."""
    municipality = named_municipality(text, means.register) or (known.given("gemeente") if known else "")
    said = {
        "gemeente": municipality,
        "deelnemers": counted_people(text),
        "onderwerp": topic(text),
        "vraag": topic(text),
    }
    filled = tuple((step, said[step]) for step in STEPS[service] if said.get(step))
    return next_step(Errand(Purpose.SIGN_UP, service, filled))


def next_step(errand: Errand) -> Errand:
    """The same with the first step that is open being asked; none in the summary."""
    filled = dict(errand.filled)
    asking = next((step for step in steps_of(errand) if step not in filled), "")
    return Errand(errand.purpose, errand.service, errand.filled, asking)


def question_for(errand: Errand, form: AddressForm, means: Means) -> Said:
    """What is asked for the open step."""
    if errand.purpose is Purpose.HAND_OVER and errand.asking == "vraag":
        return means.say("overdracht-vraag", form)
    if errand.purpose is Purpose.STATUS:
        return means.say("stand-e-mail", form)
    own = f"stap-{errand.asking}-{errand.service}"
    known = means.knowledge.library.sayings
    return means.say(own if own in known else f"stap-{errand.asking}", form)


def choices_for(errand: Errand) -> tuple[str, ...]:
    """The answers to a step that can be given with one click."""
    if not errand.asking:
        filled = dict(errand.filled)
        return (SEND, *(f"Wijzig {STEP_LABELS[step].lower()}" for step in steps_of(errand) if step in filled))
    return (*CHOICES.get(errand.asking, ()), *([SKIP] if errand.asking in MAY_BE_SKIPPED else []))


def summary(errand: Errand, form: AddressForm, means: Means) -> tuple[Said, Said]:
    """Everything that was given, and whether it is right."""
    return Said(means.text("samenvatting", form), rows=rows_of(errand)), means.say("klopt", form)


def rows_of(errand: Errand) -> tuple[tuple[str, str], ...]:
    """Label and value of each step, in the order of the steps."""
    rows = tuple((STEP_LABELS[step], errand.given(step)) for step in steps_of(errand) if errand.given(step))
    return (("Wat", LABELS[errand.service]), *rows) if errand.service in LABELS else rows
