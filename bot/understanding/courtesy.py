"""Small talk: greetings, thanks, questions about the assistant itself, and what is left of a message without them."""

# ruff: noqa: E501
# Patterns are lists of what people write: broken over lines they hide their alternatives.

from bot.patterns import compiled_later
from bot.understanding.normalise import fold

WORD = compiled_later(r"[a-z0-9']+")


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


GREETING = _words(
    "hoi hallo hey hee hi dag goedendag goedemorgen goedemiddag goedenavond goeiemorgen goeiemiddag goedeavond moi moin"
    " goede goeie morgen middag avond geachte heer mevrouw heren dames beste allen team lezer hello there good morning"
    " daar iedereen allemaal goeie goejoun redactie collega's"
)
THANKS = _words("dank dankje dankjewel dankuwel bedankt thanks thnx thx tank thank merci dankt danku tanks bedank")
GOODBYE = compiled_later(
    r"\b(?:doei|doeg|bye|houdoe|tot (?:ziens|later|gauw|kijk)|(?:fijne|prettige|goede|nog een fijne) (?:dag|avond|middag|week)|"
    r"(?:fijn|prettig|goed) weekend|see you)\b"
)
FINE = _words(
    "ok oke okay prima goed top super fijn mooi duidelijk helder begrepen haha aha ah oh hm hmm tja nou ja nee jammer dan niet"
    " is snap ik het mail om te weten goede info dat weet genoeg leuk wel jawel zeker en maar toch hoor graag al klaar alles"
    " yes no allright prachtig geweldig handig interessant haak af"
)
WHO = compiled_later(
    r"\b(?:wie|wat) ben (?:je|jij|u)\b|\bben (?:je|jij|u) (?:\w+ )?(?:een )?(?:\w+ )?(?:robot|mens|computer|bot|ai|persoon|machine|chatgpt|chatbot)\b"
    r"|\bspreek ik (?:nu |hier )?met\b|\bare you (?:a |an )?(?:human|robot|bot|real|person|ai)\b|\bwho are you\b|\bhoe heet (?:je|jij|u)\b"
    r"|\bzijn (?:jouw|je|uw) antwoorden\b|\bben (?:je|jij|u) (?:wel )?(?:te vertrouwen|betrouwbaar)\b|\bklopt (?:het )?wat (?:je|jij|u) zegt\b"
)
WHAT = compiled_later(
    r"\bwat (?:kan|kun|kunt|doe|doet) (?:je|jij|u)\b(?: hier| zoal| eigenlijk| allemaal| voor (?:mij|ons)| doen| nog| dan)*\W*\Z"
    r"|\Ahelp\W*\Z|\bwat kan ik (?:hier|jou|je|u)(?: allemaal)? (?:vragen|doen)\b|\bwat kan ik vragen\b|\bwhat can you do\b"
)
KEEPING = compiled_later(
    r"\b(?:bewaar|bewaart|bewaren|bewaard|opgeslagen|opslaan|sla je)\b.*\b(?:gesprek|gegevens|chat|dit|wat ik|berichten?)\b"
    r"|\b(?:gesprek|chat|gegevens)\b.*\b(?:bewaard|opgeslagen|gewist)\b|\bwat (?:doe|doen|gebeurt)\b[^?]*\bmet (?:mijn|onze) gegevens\b"
    r"|\bwaarom\b[^?]*\b(?:adres|mailadres|naam|gegevens)\b"
)
WAITING = compiled_later(
    r"\b(?:wanneer|hoe ?lang|hoe snel|hoeveel tijd)\b[^?]*\b(?:hoor|horen|antwoord|reactie|bericht|teruggebeld|gemaild)\b"
    r"|\b(?:wat gebeurt er|hoe gaat het) (?:daarna|hierna|dan|nu|verder|vervolgens)\b|\A(?:en )?(?:daarna|hierna|en dan|wat nu)\W*\Z"
)
RUDE = compiled_later(
    r"\b(?:kut\w*|klootzak\w*|lul\w*|hoer\w*|kanker\w*|tering\w*|tyfus\w*|fuck\w*|shit|sukkel\w*|idioot|idioten|debiel\w*|mongool\w*|eikel\w*|"
    r"trut\w*|rotbot|rotzak\w*|bitch|asshole|stupid|stom(?:me)? (?:bot|ding|computer|robot|machine|programma|systeem)|achterlijk\w*|"
    r"flikker op|rot op|val dood|hou je (?:bek|mond|kop)|loser\w*|waardeloos|prutser\w*|nutteloos|niks aan jou|dom(?:me)? (?:bot|ding|computer))\b"
)
LONGEST = 12
"""Words that a courtesy may have; more is a message."""


def courtesy(text: str) -> str:
    """The occasion of ``gesprek.yaml`` that a message is: only courtesy, or about the assistant itself; else empty."""
    folded = fold(text)
    about = next((occasion for occasion, pattern in ABOUT if pattern.search(folded)), "")
    words = frozenset(WORD.findall(folded))
    if about or not words:
        return about
    if len(folded.split()) > LONGEST or "?" in text:
        return ""
    if words <= GREETING:
        return "groet"
    if GOODBYE.search(folded):
        return "afscheid"
    if words & THANKS:
        return "dank"
    return "instemming" if words <= FINE else ""


ABOUT = (("onvriendelijk", RUDE), ("wie", WHO), ("wat", WHAT), ("bewaren", KEEPING), ("wachten", WAITING))
CLAUSE = compiled_later(r"\A([^,.!?:\n]{2,40})[,.!:\n]+\s+(?=\S)")


def without_courtesy(text: str) -> str:
    """The message without the greeting, thanks or nod that it begins with; never empty unless it was."""
    while (found := CLAUSE.match(text)) and courtesy(found[1]) in {"groet", "dank", "instemming"}:
        text = text[found.end() :]
    return text
