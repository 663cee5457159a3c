"""Answers a question from the knowledge base, or says honestly that a colleague will: the road of chat and mail.

``ANSWER_STEPS`` is the whole road. Each step looks at the same frozen ``Asked`` and either gives the answer or leaves
it to the next step; the last one always answers. What is said comes from ``knowledge/``: the text of one or two
entries, or the text for a hand-over.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from bot.model import SERVICE_LABELS, Answer, AnswerStatus, KnowledgeEntry, Source
from bot.pipeline.asked import (
    BY_NAME,
    PLAINLY,
    Asked,
    Knowledge,
    Question,
    ask,
    fits,
    is_answered,
    is_door,
    look_up,
    with_names,
)
from bot.understanding.frisian import in_dutch
from bot.understanding.match import Scored
from bot.understanding.question_words import INVENTED_EASILY, Ask, Concern
from bot.understanding.questions import (
    asks_the_way,
    asks_to_whom,
    holds_personal_data,
    parts_of,
    points_back,
)
from bot.understanding.terms import names_in, terms

WAY = 0.36
"""The score from which an entry shows what somebody wants to bring to us, though nothing answers."""
DOOR = 0.36
"""The score from which an entry about another office is named when nothing answers."""
COMPETES = 0.05
PLAIN = 0.72
"""Two services only compete below this score; above it one entry is simply the right one."""
FEW = 2
"""Words with meaning up to which a question without a name of the programme says too little to choose a service by."""
ADDS = 0.2
"""How close behind the best entry a second one must be to be said as well."""
LONGEST = 120
"""Words that two entries may have together; more is no answer but a page."""
CONTACT = "contact"
"""The entry with the address of our own mailbox."""


Step = Callable[[Asked], Answer | None]


def answer(question: Question, knowledge: Knowledge) -> Answer:
    """Walk the steps. ``answered`` has at least one source; ``clarify`` asks one thing; else a colleague answers."""
    asked = ask(replace(question, text=in_dutch(question.text)), knowledge)
    return next(given for step in ANSWER_STEPS if (given := step(asked)) is not None)


def refuse_nothing_asked(asked: Asked) -> Answer | None:
    """There is no letter in the question."""
    return None if any(letter.isalpha() for letter in asked.question.text) else hand_over(asked, "leeg")


def refuse_personal_data(asked: Asked) -> Answer | None:
    """A chat needs no citizen number, bank account, telephone number or address; a mail has its signature."""
    if asked.question.channel == "mail" or not holds_personal_data(asked.question.text):
        return None
    return hand_over(asked, "gegevens-in-vraag")


def refuse_misuse(asked: Asked) -> Answer | None:
    """Orders to the assistant itself, and work that is not its own."""
    return hand_over(asked, "misbruik") if Concern.MISUSE in asked.concerns else None


def point_to_privacy(asked: Asked) -> Answer | None:
    """A question about one's own data goes to a colleague, with the way to do it."""
    return point_to(asked, "privacy") if Concern.PRIVACY in asked.concerns else None


def refuse_own_case(asked: Asked) -> Answer | None:
    """The state, change or complaint of somebody's own request is not in the knowledge base."""
    own = next((concern for concern in asked.concerns if concern in OWN_CASE), None)
    if own is None:
        return None
    if own is Concern.COMPLAINT and asked.found and is_door(asked.found[0].entry):
        return point(asked.found[0])
    return hand_over(asked, OWN_CASE[own])


def point_elsewhere(asked: Asked) -> Answer | None:
    """The question is one for somebody else: their door is closer than anything that we know."""
    if not asked.found or not is_door(asked.found[0].entry) or asked.found[0].score < DOOR:
        return None
    door = asked.found[0]
    wants_press = door.entry.services == ("pers",) and asks_the_way(asked.question.text)
    return say(door, [door.entry]) if wants_press else point(door)


def show_the_way(asked: Asked) -> Answer | None:
    """Somebody wants to bring something to us and what fits says no address: the entry that does, of that service."""
    if asked.wants & INVENTED_EASILY or not asks_to_whom(asked.question.text):
        return None
    near = asked.best if is_answered(asked) else next(iter(asked.able), None)
    if near is None or near.score < WAY or is_door(near.entry) or (is_answered(asked) and "@" in near.entry.answer):
        return None
    way = next((row.entry for row in asked.found if takes_in(asked, row, near.entry)), None)
    way = way or asked.knowledge.library.entries.get(CONTACT)
    return None if way is None else say(near, [way])


def refuse_unheld(asked: Asked) -> Answer | None:
    """A price, a coming date, a name, a legal article: only where an editor wrote that very thing down."""
    if is_answered(asked):
        return None
    wanted = next((reason for kind, reason in UNHELD.items() if kind in asked.wants), None)
    return hand_over(asked, wanted) if wanted else None


def refuse_unsure(asked: Asked) -> Answer | None:
    """Nothing fits well enough, or the best entry passes over half of the question."""
    return None if is_answered(asked) else hand_over(asked, "onbekend")


def ask_which_service(asked: Asked) -> Answer | None:
    """Two services fit a question that names neither; asked once at most, and not where only the address counts."""
    rivals = competing_services(asked)
    if asked.question.asked_back or asked.question.service or len(rivals) < 2:
        return None
    tells = len(terms(asked.question.text)) > FEW
    if tells and asks_to_whom(asked.question.text) and all("@" in row.entry.answer for row in asked.able[:2]):
        return None
    labels = tuple(SERVICE_LABELS[service] for service in rivals)
    text = f"Waar gaat de vraag over: {labels[0]} of {labels[1]}?"
    return Answer(AnswerStatus.CLARIFY, text, (), asked.able[0].score, None, labels)


def say_entries(asked: Asked) -> Answer:
    """What answers each question of the sentence; of one question the best entry, and a second one nearly as good."""
    if asked.best is None:
        return hand_over(asked, "onbekend")
    return say(asked.best, of_each_part(asked, asked.best) or [asked.best.entry, *second(asked, asked.best)])


def say(row: Scored, said: Sequence[KnowledgeEntry]) -> Answer:
    """The texts of entries as one answer, as sure as the row of the first."""
    text = in_one(entry.answer for entry in said)
    confidence = round(min(row.score, 0.99), 2)
    return Answer(AnswerStatus.ANSWERED, text, tuple(map(source, said)), confidence, said[0].services[0])


ANSWER_STEPS: tuple[Step, ...] = (
    refuse_nothing_asked,
    refuse_personal_data,
    refuse_misuse,
    point_to_privacy,
    refuse_own_case,
    point_elsewhere,
    show_the_way,
    refuse_unheld,
    refuse_unsure,
    ask_which_service,
    say_entries,
)

OWN_CASE = {Concern.COMPLAINT: "klacht", Concern.CHANGE: "wijzigen", Concern.STATUS: "status"}
UNHELD = {
    Ask.COST: "kosten",
    Ask.NAMES: "personen",
    Ask.TELEPHONE: "personen",
    Ask.LAW: "juridisch",
    Ask.ORDER: "bestellen",
    Ask.OPINION: "mening",
    Ask.COMING: "planning",
    Ask.CAPACITY: "planning",
    Ask.DURATION: "planning",
    Ask.STILL: "planning",
    Ask.PRACTICAL: "onbekend",
    Ask.BECOME: "onbekend",
}


# --- what the steps are made of ---------------------------------------------------------------------------------------


def takes_in(asked: Asked, row: Scored, near: KnowledgeEntry) -> bool:
    """Whether an entry of the same service as another one says where to sign up."""
    held = asked.knowledge.retriever.holds(row.entry)
    return row.entry.services[0] == near.services[0] and Ask.JOIN in held and "@" in row.entry.answer


def competing_services(asked: Asked) -> list[str]:
    """Two services whose entries are about equally close, when neither is plainly right; else fewer."""
    rows = [row for row in asked.able if not is_door(row.entry)]
    best, rivals = rows[0], [row for row in rows if not set(row.entry.services) & set(rows[0].entry.services)]
    nameless = not names_in(asked.question.text) and len(terms(asked.question.text)) <= FEW
    if not rivals or (best.score >= PLAIN and not nameless) or best.score - rivals[0].score > COMPETES:
        return []
    return [best.entry.services[0], rivals[0].entry.services[0]]


def of_each_part(asked: Asked, best: Scored) -> list[KnowledgeEntry]:
    """The entries for 'wanneer begint het en wie mogen er komen?', two at most; none when one entry is all there is."""
    found = parts_of(asked.words)
    if len(found) == 1 or (points_back(asked.words) and not names_in(asked.words)):
        return []
    parts = [with_names(part, asked.question.text) for part in found]
    looked_up = [look_up(replace(asked.question, text=part), asked.knowledge, part) for part in parts]
    answered = [part.best for part in looked_up if part.best and fits(part, part.best) and part.best.score >= BY_NAME]
    rows = answered if len(answered) == len(parts) else [best, *answered]
    said = list(dict.fromkeys(row.entry.id for row in rows))[:2]
    return [asked.knowledge.library.entries[entry_id] for entry_id in said] if len(said) > 1 else []


def second(asked: Asked, best: Scored) -> list[KnowledgeEntry]:
    """The runner-up as a list of one, when it belongs beside the best entry; an address that was asked for suffices."""
    if "@" in best.entry.answer and asks_to_whom(asked.question.text):
        return []
    row = next((row for row in asked.able if row is not best and not is_door(row.entry)), None)
    if (
        row is None
        or best.score >= PLAINLY
        or best.score - row.score > ADDS
        or row.entry.services[0] != best.entry.services[0]
    ):
        return []
    short = len(f"{best.entry.answer} {row.entry.answer}".split()) <= LONGEST
    return [row.entry] if short and fits(asked, row) else []


def in_one(texts: Iterable[str]) -> str:
    """The texts below each other; a reservation that they share is said once, at the end."""
    parts = [part for text in texts for part in text.split("\n\n")]
    return "\n\n".join(part for number, part in enumerate(parts) if part not in parts[number + 1 :])


def hand_over(asked: Asked, reason: str) -> Answer:
    """The curated text for a reason why a colleague answers."""
    text = asked.knowledge.library.handovers[reason]
    return Answer(AnswerStatus.HANDOVER, text, (), 0.0, asked.question.service)


def point_to(asked: Asked, service: str) -> Answer:
    """The door of a service, or the general text when the knowledge base has none."""
    row = next((row for row in asked.found if service in row.entry.services and is_door(row.entry)), None)
    if row is not None:
        return point(row)
    entries = asked.knowledge.retriever.entries
    door = next((entry for entry in entries if entry.services == (service,)), None)
    return hand_over(asked, "onbekend") if door is None else show_door(door)


def point(row: Scored) -> Answer:
    """The text of a door that retrieval found."""
    return show_door(row.entry)


def show_door(entry: KnowledgeEntry) -> Answer:
    """A door is a hand-over with a source: somebody else answers, and this is where."""
    return Answer(AnswerStatus.HANDOVER, entry.answer, (source(entry),), 0.0, entry.services[0])


def source(entry: KnowledgeEntry) -> Source:
    """What an answer shows beside its text."""
    return Source(entry.id, entry.title, entry.last_checked, entry.status)
