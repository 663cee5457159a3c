"""What a mail is about: the topics whose words stand in it, the clearest first."""

from collections import defaultdict

from bot.understanding.observe import Mailtext

MAX_TOPICS = 4
_SAME_AS_SERVICE = {"uitdaagrecht": "uitdaagrecht", "digitale-participatie": "digitale-middelen"}
"""Services that are a topic as well."""


def find_topics(mail: Mailtext, services: tuple[str, ...]) -> tuple[str, ...]:
    """The topics, by how often and where they are named; a request for such a service sets its topic too."""
    weight: dict[str, float] = defaultdict(float)
    for observed in mail.all:
        place = 2.0 if observed.sentence.number < 0 else 1.5 if observed.asking else 1.0
        for hit in observed.topics:
            weight[hit.label] += place
    for service in services:
        if service in _SAME_AS_SERVICE:
            weight[_SAME_AS_SERVICE[service]] += 3.0
    ordered = sorted(weight, key=lambda topic: -weight[topic])
    return tuple(ordered[:MAX_TOPICS])
