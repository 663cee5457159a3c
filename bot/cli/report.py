"""The figures of a set as text for people: tables in columns, confidence as bars."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

TITLES = {
    "kind": "soort bericht",
    "service": "dienst (eerste verzoek)",
    "act": "soort vraag (eerste verzoek)",
    "municipalities": "gemeenten",
    "topics": "onderwerpen",
    "role": "rol",
    "contact_name": "contactpersoon",
    "phone": "telefoon",
    "participants": "deelnemers",
}
FIGURES = {
    "kind": "soort bericht goed",
    "lost_requests": "verzoeken die geen antwoord zouden krijgen",
    "automatic_as_request": "automatische mail gelezen als verzoek",
    "first_service": "eerste dienst goed",
    "first_service_macro_f1": "eerste dienst, macro F1",
    "first_act": "eerste soort vraag goed",
    "first_act_macro_f1": "eerste soort vraag, macro F1",
    "requests_f1": "alle aanvragen, F1",
    "surest_services": "eerste dienst goed, zekerste 80%",
    "trusted_services": "eerste dienst goed, vanaf de drempel",
    "trusted_share": "deel vanaf de drempel",
    "service_calibration_error": "fout van de ijking van de dienst (ECE)",
    "municipalities": "gemeenten precies goed",
    "topics_f1": "onderwerpen, F1",
    "role": "rol goed",
    "contact_name": "contactpersoon goed",
    "phone": "telefoon goed",
    "participants": "deelnemers goed",
    "new_text": "nieuwe tekst precies goed",
    "chat_right": "chat: goed beantwoord",
    "chat_wrong": "chat: fout beantwoord",
    "chat_asked_back": "chat: onnodig teruggevraagd",
    "chat_handed_over": "chat: onnodig doorgegeven",
    "chat_invented": "chat: beantwoord zonder bron in de stof",
    "chat_without_source": "chat: antwoorden zonder bron",
}
"""The Dutch name of every figure that can have a floor."""
MANY = 30
"""Labels above which only those that are not always right are shown."""
BAR = 20

Json = Mapping[str, Any]


def lines(report: Json) -> Iterator[str]:
    """The whole report of one set."""
    if "mails" in report:
        yield f"{report['mails']} berichten, waarvan {report['requests']} verzoeken"
        for name, table in report["classes"].items():
            yield from _table(TITLES[name], table)
        yield from _fields(report["fields"])
        for name, confidence in report["confidence"].items():
            yield from _confidence(TITLES[name], confidence)
    if "questions" in report:
        yield from _questions(report)
    yield "\nsamengevat"
    for name, value in report["figures"].items():
        yield f"  {FIGURES[name]:44} {_number(value):>7}"


def _number(value: float) -> str:
    return f"{value:.3f}" if isinstance(value, float) else str(value)


def _table(title: str, table: Json) -> Iterator[str]:
    together = f", F1 over alles {table['micro_f1']:.3f}" if "micro_f1" in table else ""
    yield f"\n{title}: {table['right']:.3f} goed, macro F1 {table['macro_f1']:.3f}{together}"
    yield f"  {'':26} {'precisie':>9} {'dekking':>9} {'F1':>7} {'aantal':>7}"
    shown = table["labels"]
    if len(shown) > MANY:
        shown = [each for each in shown if each["f1"] < 1]
        yield f"  {len(table['labels']) - len(shown)} van de {len(table['labels'])} altijd goed"
    for each in shown:
        yield (f"  {each['label']:26} {each['precision']:9.3f} {each['recall']:9.3f} {each['f1']:7.3f}"
               f" {each['support']:7}")  # fmt: skip
    for gold, said, times in table.get("confusion", ()):
        yield f"  verward: {gold} gelezen als {said}, {times} keer"


def _fields(fields: Json) -> Iterator[str]:
    if fields:
        yield f"\n  {'':26} {'goed':>9} {'precisie':>9} {'dekking':>9} {'F1':>7}"
    for name, each in fields.items():
        yield (f"  {TITLES[name]:26} {each['right']:9.3f} {each['precision']:9.3f} {each['recall']:9.3f}"
               f" {each['f1']:7.3f}")  # fmt: skip


def _confidence(title: str, confidence: Json) -> Iterator[str]:
    threshold, trusted = confidence["threshold"], confidence["trusted"]
    yield f"\nzekerheid over {title}: fout van de ijking (ECE) {confidence['calibration_error']:.3f}"
    yield (f"  vanaf de drempel {threshold['confidence']:.2f}: {threshold['coverage']:.3f} van de gevallen,"
           f" {threshold['precision']:.3f} daarvan goed")  # fmt: skip
    yield (f"  met {trusted['precision']:.0%} precisie: {trusted['coverage']:.3f} van de gevallen"
           f" (zekerheid vanaf {trusted['confidence']:.3f})")  # fmt: skip
    yield from _bars(confidence["bins"])


def _bars(bins: Sequence[Json]) -> Iterator[str]:
    """The reliability table: with honest confidence the bar of what is right ends where its bin stands."""
    yield f"  {'zekerheid':>11} {'gemiddeld':>10} {'goed':>7} {'aantal':>7}"
    for each in bins:
        bar = "#" * round(each["right"] * BAR)
        yield (f"  {each['low']:5.1f}-{each['high']:.1f}   {each['sure']:10.3f} {each['right']:7.3f} {each['cases']:7}"
               f"  {bar}")  # fmt: skip


def _questions(report: Json) -> Iterator[str]:
    yield f"\n{report['questions']} vragen, waarvan {report['answerable']} te beantwoorden"
    for verdict, number in report["verdicts"].items():
        yield f"  {verdict:36} {number:5}"
    yield f"  {'':26} {'goed':>9} {'aantal':>7}"
    for each in report["services"]:
        yield f"  {each['label']:26} {each['right']:9.3f} {each['support']:7}"


def below_floor(name: str, figure: float, bound: float) -> str:
    """What a figure on the wrong side of its bound is told as."""
    most = "hoogstens" if figure > bound else "minstens"
    return f"ONDER DE GRENS  {FIGURES[name]}: {_number(figure)}, dat moet {most} {bound:g} zijn"
