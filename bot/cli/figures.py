"""The figures of a set as plain data: for ``evaluate --json``, for the report, and to hold against the floors.

``figures`` maps the names of ``content.floors`` to numbers; a label that the set lacks is not measured.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict
from typing import Any

from bot.cli.labelled import Asked, Item, Judged
from bot.model import AUTOMATIC, TRUSTED, Answer, AnswerStatus, Kind, Understanding
from bot.understanding.measures import (
    LabelFigures,
    calibration_error,
    confusion,
    coverage_at,
    macro_f1,
    micro_f1,
    per_label,
    per_label_of_sets,
    precision_from,
    reliability,
    right_among_surest,
)

Json = dict[str, Any]

TRUSTED_PRECISION = 0.97
SUREST = 0.8
NOTHING = "-"
"""The label of a mail without a request."""


def mail_report(judged: Sequence[Judged]) -> Json:
    """Everything that is measured on mails."""
    asked = [each for each in judged if each.item["kind"] == Kind.VERZOEK]
    firsts = [(_first(each.item), _said(each.read)) for each in asked]
    classes = {
        "kind": _table([(each.item["kind"], str(each.read.kind)) for each in judged]),
        "service": _table([(gold[0], said[0]) for gold, said in firsts]),
        "act": _table([(gold[1], said[1]) for gold, said in firsts]),
        **_more_tables(asked),
    }
    confidence = {
        "kind": _confidence((each.read.kind_confidence, each.item["kind"] == each.read.kind) for each in judged),
        "service": _confidence(_sure(asked, 0)),
        "act": _confidence(_sure(asked, 1)),
    }
    fields = {name: _field(asked, name) for name in ("contact_name", "phone", "participants") if _have(asked, name)}
    return {
        "mails": len(judged),
        "requests": len(asked),
        "figures": {
            **_request_figures(judged, asked, classes, confidence),
            **_other_figures(judged, classes, fields),
        },
        "classes": classes,
        "fields": fields,
        "confidence": confidence,
    }


def _request_figures(judged: Sequence[Judged], asked: Sequence[Judged], classes: Json, confidence: Json) -> Json:
    automatic = [each for each in judged if each.item["kind"] in AUTOMATIC]
    kinds = {
        "kind": classes["kind"]["right"],
        "lost_requests": sum(each.read.kind is not Kind.VERZOEK for each in asked),
        "automatic_as_request": sum(each.read.kind is Kind.VERZOEK for each in automatic),
    }
    if not asked:
        return kinds
    pairs = [(_pairs(each.item), frozenset((p.service, p.act) for p in each.read.requests)) for each in asked]
    return {
        **kinds,
        "first_service": classes["service"]["right"],
        "first_service_macro_f1": classes["service"]["macro_f1"],
        "first_act": classes["act"]["right"],
        "first_act_macro_f1": classes["act"]["macro_f1"],
        "requests_f1": micro_f1(pairs)[2],
        "surest_services": right_among_surest(_sure(asked, 0), SUREST),
        "trusted_services": confidence["service"]["threshold"]["precision"],
        "trusted_share": confidence["service"]["threshold"]["coverage"],
        "service_calibration_error": confidence["service"]["calibration_error"],
    }


def _other_figures(judged: Sequence[Judged], classes: Json, fields: Json) -> Json:
    texts = [each.item["new_text"].split() == each.new_text.split() for each in judged if "new_text" in each.item]
    return {
        **({"topics_f1": classes["topics"]["micro_f1"]} if "topics" in classes else {}),
        **({"municipalities": classes["municipalities"]["right"]} if "municipalities" in classes else {}),
        **({"role": classes["role"]["right"]} if "role" in classes else {}),
        **{name: field["right"] for name, field in fields.items()},
        **({"new_text": _share(texts)} if texts else {}),
    }


def _first(item: Item) -> tuple[str, str]:
    return (item["requests"][0]["service"], item["requests"][0]["act"]) if item["requests"] else (NOTHING, NOTHING)


def _said(read: Understanding) -> tuple[str, str]:
    return (read.requests[0].service, read.requests[0].act) if read.requests else (NOTHING, NOTHING)


def _pairs(item: Item) -> frozenset[tuple[str, str]]:
    return frozenset((request["service"], request["act"]) for request in item["requests"])


def _sure(asked: Sequence[Judged], part: int) -> Iterator[tuple[float, bool]]:
    """How sure the first request is, and whether its service (0) or act (1) is right."""
    for each in asked:
        sure = each.read.requests[0].confidence if each.read.requests else 0.0
        yield sure, _first(each.item)[part] == _said(each.read)[part]


def _share(judged: Sequence[bool]) -> float:
    return sum(judged) / len(judged) if judged else 1.0


def _table(pairs: Sequence[tuple[str, str]]) -> Json:
    """One label each: how often it is right, per label the figures, and the mistakes that are made most."""
    return {
        "right": _share([gold == said for gold, said in pairs]),
        **_labels(per_label(pairs)),
        "confusion": [list(each) for each in confusion(pairs)],
    }


def _labels(figures: Sequence[LabelFigures]) -> Json:
    return {"macro_f1": macro_f1(figures), "labels": [asdict(each) for each in figures]}


def _set_table(pairs: Sequence[tuple[frozenset[str], frozenset[str]]]) -> Json:
    """Several labels at once: how often all are right, and precision, recall and F1 over everything and per label."""
    precision, recall, f1 = micro_f1(pairs)
    return {
        "right": _share([gold == said for gold, said in pairs]),
        "micro_precision": precision,
        "micro_recall": recall,
        "micro_f1": f1,
        **_labels(per_label_of_sets(pairs)),
    }


def _more_tables(asked: Sequence[Judged]) -> Json:
    tables = {
        name: _set_table([(frozenset(each.item[name]), frozenset(getattr(each.read, name))) for each in asked])
        for name in ("municipalities", "topics")
        if _have(asked, name)
    }
    if _have(asked, "role"):
        tables["role"] = _table([(each.item["role"], each.read.role) for each in asked])
    return tables


def _have(asked: Sequence[Judged], name: str) -> bool:
    return bool(asked) and all(name in each.item for each in asked)


def _field(asked: Sequence[Judged], name: str) -> Json:
    """How often a name or number is right (unknown counts when it is), and over those given and those there."""
    pairs = [(_text(each.item[name]), _text(getattr(each.read, name))) for each in asked]
    sets = [(frozenset({gold} - {""}), frozenset({said} - {""})) for gold, said in pairs]
    precision, recall, f1 = micro_f1(sets)
    return {"right": _share([gold == said for gold, said in pairs]), "precision": precision, "recall": recall, "f1": f1}


def _text(value: object) -> str:
    return "" if value is None else str(value).casefold()


def _confidence(judged: Iterable[tuple[float, bool]]) -> Json:
    """What the confidence is worth: calibration, what the threshold leaves, and what can be trusted."""
    judged = list(judged)
    bins = reliability(judged)
    coverage, precision = precision_from(judged, TRUSTED)
    trusted, least = coverage_at(judged, TRUSTED_PRECISION)
    return {
        "calibration_error": calibration_error(bins),
        "bins": [asdict(each) for each in bins],
        "threshold": {"confidence": TRUSTED, "coverage": coverage, "precision": precision},
        "trusted": {"precision": TRUSTED_PRECISION, "coverage": trusted, "confidence": least},
    }


def question_report(asked: Sequence[Asked]) -> Json:
    """Everything that is measured on questions of the chat."""
    verdicts = [(each, verdict(each)) for each in asked]
    answerable = [said for each, said in verdicts if each.item["answerable"]]
    other = [said for each, said in verdicts if not each.item["answerable"]]
    services = Counter(each.item.get("service") or NOTHING for each in asked if each.item["answerable"])
    right = Counter(each.item.get("service") or NOTHING for each, said in verdicts if said == "goed")
    return {
        "questions": len(asked),
        "answerable": len(answerable),
        "figures": {
            "chat_right": _part(answerable, "goed", empty=1.0),
            "chat_wrong": _part(answerable, "fout"),
            "chat_asked_back": _part(answerable, "onnodig teruggevraagd"),
            "chat_handed_over": _part(answerable, "onnodig doorgegeven"),
            "chat_invented": _part(other, "beantwoord zonder bron in de stof"),
            "chat_without_source": sum(_answered(each) and not each.given.sources for each in asked),
        },
        "verdicts": dict(Counter(said for _, said in verdicts).most_common()),
        "services": [
            {"label": service, "right": right[service] / number, "support": number}
            for service, number in services.most_common()
        ],
    }


def _part(verdicts: Sequence[str], wanted: str, *, empty: float = 0.0) -> float:
    return verdicts.count(wanted) / len(verdicts) if verdicts else empty


def _answered(each: Asked) -> bool:
    return each.given.status is AnswerStatus.ANSWERED


def verdict(each: Asked) -> str:
    """What an answer is worth, in Dutch."""
    item, given = each
    if not _answered(each):
        known = "terecht" if not item["answerable"] else "onnodig"
        return f"{known} {'teruggevraagd' if given.status is AnswerStatus.CLARIFY else 'doorgegeven'}"
    if not item["answerable"]:
        return "beantwoord zonder bron in de stof"
    return "goed" if _holds(given, item) else "fout"


def _holds(given: Answer, item: Item) -> bool:
    """Whether an answer has what was asked: one of the entries that the set expects, else one of every key."""
    if "expected" in item:
        return not {source.id for source in given.sources}.isdisjoint(item["expected"])
    text = " ".join(given.text.split()).casefold()
    return all(
        any(option.strip().casefold() in text for option in key.split("|")) for key in item.get("answer_keys") or ()
    )
