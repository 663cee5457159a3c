"""What the learned models look at: the words, the vocabulary's findings and the shape of the asking sentences."""

from collections import Counter
from collections.abc import Sequence

from bot.understanding.observe import Mailtext, Observed

STOP = frozenset(
    "de het een en van in te dat die is op aan met voor er om als bij ook dan maar naar uit nog zo wel al tot dit deze ons onze wij we ik "
    "u uw je jij jullie jouw mij me mijn hij zij ze hun hem haar zijn was waren heeft hebben heb had wordt worden of door over niet geen "
    "wat daar hier dus want omdat zich".split()
)  # fmt: skip
OUTSIDE_ROLES = frozenset({"inwoner", "journalist", "student", "adviseur", "partner", "onbekend"})
STEM = 6

Features = dict[str, float]


def service_features(mail: Mailtext, role: str | None) -> Features:
    """For the service of a mail: words weigh together as much as a named service does."""
    bag: Features = {}
    counted: Counter[str] = Counter()
    for observed in mail.all:
        weight = 1.0 if observed.asking or observed.sentence.number < 0 else 0.6
        for feature in _lexical(observed):
            counted[feature] += 1
            bag[feature] = max(bag.get(feature, 0.0), weight)
    scale = 3.0 / max(9.0, len(bag)) ** 0.5
    found = {feature: value * scale for feature, value in bag.items()}
    _add_vocabulary(found, mail)
    if role in OUTSIDE_ROLES:
        found[f"R:{role}"] = 1.0
    found["bias"] = 1.0
    return found


def _lexical(observed: Observed) -> list[str]:
    plain = observed.words.folded
    content = [word for word in plain if word not in STOP and not word.isdigit()]
    features = [f"w:{word}" for word in content]
    features += [f"p:{word[:STEM]}" for word in content if len(word) > STEM]
    features += [f"b:{left} {right}" for left, right in zip(plain, plain[1:], strict=False)
                 if not (left in STOP and right in STOP)]  # fmt: skip
    return features


def _add_vocabulary(found: Features, mail: Mailtext) -> None:
    for observed in mail.all:
        where = "subject" if observed.sentence.number < 0 else "ask" if observed.asking else "rest"
        for hit in observed.services:
            found[f"S:{hit.label}"] = 1.0
            found[f"S:{where}:{hit.label}"] = 1.0
        for hit in observed.hints:
            found[f"H:{hit.label}"] = min(1.2, found.get(f"H:{hit.label}", 0.0) + 0.4)
        for hit in observed.topics:
            found[f"T:{hit.label}"] = 0.5
    first = next((observed.named()[0] for observed in mail.body if observed.named()), None)
    if first:
        found[f"S:first:{first}"] = 1.0


def act_features(sentences: Sequence[Observed], subject: Observed | None, service: str) -> Features:
    """For the act of one request: its sentences, the subject when it belongs to it, and the service."""
    bag: Features = {}
    for observed in sentences:
        mark = "q" if observed.sentence.question else "s"
        weight = 1.0 if observed.asking else 0.5
        for feature in _act_words(observed, mark):
            bag[feature] = max(bag.get(feature, 0.0), weight)
    scale = 3.0 / max(9.0, len(bag)) ** 0.5
    found = {feature: value * scale for feature, value in bag.items()}
    for observed in (*sentences, *((subject,) if subject else ())):
        where = "subject" if observed.sentence.number < 0 else "q" if observed.sentence.question else "s"
        for hit in observed.acts:
            found[f"A:{hit.label}"] = min(1.5, found.get(f"A:{hit.label}", 0.0) + 0.5)
            found[f"A:{where}:{hit.label}"] = 1.0
    _add_shape(found, sentences, service)
    return found


def _act_words(observed: Observed, mark: str) -> list[str]:
    plain = observed.words.folded
    features = [f"{mark}:{word}" for word in plain] + [f"w:{word}" for word in plain]
    features += [f"b:{left} {right}" for left, right in zip(plain, plain[1:], strict=False)]
    if plain and mark == "q":
        features.append(f"q1:{' '.join(plain[:2])}")
    return features


def _add_shape(found: Features, sentences: Sequence[Observed], service: str) -> None:
    asking = [observed for observed in sentences if observed.asking]
    questions = sum(observed.sentence.question for observed in sentences)
    found["bias"] = 1.0
    found[f"V:{service}"] = 0.7
    if questions:
        found["questions"] = 1.0
    if asking and questions == len(asking):
        found["only questions"] = 1.0
    if not questions:
        found["no question"] = 1.0
    if any(observed.past for observed in sentences):
        found["past"] = 0.5
    if asking and asking[-1].sentence.question:
        found["ends asking"] = 0.5
