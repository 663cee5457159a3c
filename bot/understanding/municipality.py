"""On behalf of which municipality a mail is written: by domain, then signature, then text; never a guess between two."""

# ruff: noqa: E501, RUF001
# Patterns are lists of what people write: broken over lines they hide their alternatives.

import re
from dataclasses import dataclass

from bot.patterns import compiled_later
from bot.understanding.normalise import Words, words
from bot.understanding.places import Mention, Register

OUTSIDERS = frozenset({"inwoner", "student", "journalist", "partner", "adviseur"})
"""Roles that do not write on behalf of a municipality."""
_MAY_ACT_FOR = frozenset({"partner", "adviseur"})
"""Outsiders who may write for a municipality, when they say so: ``ik schrijf namens de gemeente``."""
_SPEAKS = frozenset({"wil", "willen", "doet", "doen", "heeft", "meldt", "melden", "zoekt", "zoeken", "neemt", "nemen", "gaat",
                     "gaan", "werkt", "overweegt", "overwegen", "is", "zijn", "telt", "ziet", "wenst", "schrijft", "hebben",
                     "graag", "kan", "kunnen"})  # fmt: skip
_OWN = frozenset({"wij", "we", "ons", "onze", "bij", "hier", "namens", "zet", "geef", "schrijf", "noteer"})


@dataclass(frozen=True, slots=True)
class Found:
    """Official current names, or the candidates between which nobody may guess, and the words that decided."""

    names: tuple[str, ...] = ()
    candidates: tuple[str, ...] = ()
    evidence: str = ""


def find_municipalities(
    register: Register, *, domain: str, display_name: str, subject: str, text: str, signature: str, role: str
) -> Found:
    """Who the mail speaks for. ``text`` is the sender's own new text, ``domain`` the part behind the ``@``."""
    own = words(f"{subject}\n\n{text}")
    mentioned = register.mentions(own)
    if role in OUTSIDERS:
        stated = _stated(register, own, mentioned) if role in _MAY_ACT_FOR else ()
        return Found(register.names(stated), evidence="namens") if stated else Found()
    code = register.by_domain(domain)
    if code is not None:
        return _with_partners(register, code, own, mentioned, domain)
    members = register.by_shared_domain(domain)
    if members:
        return _of_organisation(register, members, own, words(signature), domain)
    if role == "onbekend":
        return Found()
    return _without_domain(register, own, mentioned, words(f"{signature}\n{display_name}"), domain)


def _stated(register: Register, own: Words, mentioned: tuple[Mention, ...]) -> tuple[str, ...]:
    """The municipalities behind ``namens de gemeente``, each certain."""
    found = []
    for run in _runs(own, mentioned):
        before = own.text[max(0, own.spans[run[0].start][0] - 40) : own.spans[run[0].start][0]].casefold()
        if _FOR_MUNICIPALITY.search(before):
            found += _certain_of(register, run, ())
    return tuple(dict.fromkeys(found))


_FOR_MUNICIPALITY = compiled_later(
    r"(?:namens|in opdracht van|gedetacheerd bij)(?: de)? (?:gemeenten?|raden|griffies?)(?: van)?\s*$"
)


def _with_partners(register: Register, code: str, own: Words, mentioned: tuple[Mention, ...], domain: str) -> Found:
    successors = register.current(code)
    if len(successors) > 1:
        named = [other for mention in mentioned for other in mention.codes if other in successors]
        if len(set(named)) == 1:
            return Found(register.names(named), evidence=domain)
        return Found(candidates=register.names(successors), evidence=domain)
    partners = _spoken_for(register, successors[0], own, mentioned)
    return Found(register.names([successors[0], *partners]), evidence=domain)


def _spoken_for(register: Register, code: str, own: Words, mentioned: tuple[Mention, ...]) -> list[str]:
    """The other municipalities of an enumeration behind ``namens`` or ``de gemeenten``, read with the sender's own."""
    partners: list[str] = []
    for run in _enumerations(own, mentioned, code):
        partners += _certain_of(register, run, (code,))
    return [partner for partner in dict.fromkeys(partners) if partner != code]


def _certain_of(register: Register, run: list[Mention], known: tuple[str, ...]) -> list[str]:
    """The municipalities of a run; a name that two share is settled by the others it works with."""
    options = [_current_options(register, mention) for mention in run]
    certain = [codes[0] for codes in options if len(codes) == 1]
    group = register.together([*known, *certain])
    chosen = [codes if len(codes) == 1 else tuple(one for one in codes if one in group or one in known)
              for codes in options]  # fmt: skip
    return [codes[0] for codes in chosen if len(codes) == 1]


def _current_options(register: Register, mention: Mention) -> tuple[str, ...]:
    return tuple(dict.fromkeys(now for code in mention.codes for now in register.current(code)))


def _enumerations(own: Words, mentioned: tuple[Mention, ...], code: str) -> list[list[Mention]]:
    """Runs of names joined by commas, ``en`` or ``&`` that the mail says it is written for."""
    return [run for run in _runs(own, mentioned) if _written_for(own, run, code)]


def _runs(own: Words, mentioned: tuple[Mention, ...]) -> list[list[Mention]]:
    runs: list[list[Mention]] = []
    for mention in mentioned:
        if runs and _joined(own, runs[-1][-1], mention):
            runs[-1].append(mention)
        else:
            runs.append([mention])
    return runs


def _joined(own: Words, left: Mention, right: Mention) -> bool:
    between = own.text[own.spans[left.end - 1][1] : own.spans[right.start][0]]
    return (
        bool(re.fullmatch(r"\s*(?:,|&|/|\+|en|,\s*en)?\s*(?:en |de |gemeente )?\s*", between))
        and between.strip(" \n") != ""
    )


def _written_for(own: Words, run: list[Mention], code: str) -> bool:
    before = own.text[max(0, own.spans[run[0].start][0] - 60) : own.spans[run[0].start][0]].casefold()
    after = own.folded[run[-1].end : run[-1].end + 1]
    if re.search(
        r"(?:mede )?namens(?: ook)?(?: de| mijn| onze)?(?: \w+)?(?: (?:gemeenten?|raden|griffies|colleges|buren|collega['’]?s|wethouders|griffiers|buurgemeenten?))?(?: van| in| uit| bij)?\s*$",
        before,
    ):
        return True
    if _TOGETHER.search(before):
        return bool(_JOINS.search(_sentence_around(own, run))) and not _LOOKS_BACK.search(_sentence_around(own, run))
    counted = bool(_COLLEAGUES_OF.search(before) and _ALL_OF_US.search(own.text))
    if counted or len(run) == 1:
        return counted
    if re.search(r"(?:gaat (?:het )?om|betreft|hebben het over|geldt voor)(?: de)?(?: gemeenten)?\s*:?\s*$", before):
        return True
    if re.search(r"(?:wij|we)[, (]+(?:de )?(?:gemeenten )?$|(?:onze|de) (?:\w+ )?\w*-?gemeenten?\s?[(:]?\s*$", before):
        return True
    return any(code in mention.codes for mention in run) and bool(after) and after[0] in _SPEAKS


_TOGETHER = compiled_later(
    r"(?:samen|tezamen|gezamenlijk|wij en|met ons|met buurgemeenten?|en onze buren)(?: met)?(?: onze buren| buurgemeenten?)?(?: de)?(?: gemeenten?)?\s*$"
)
_COLLEAGUES_OF = compiled_later(
    r"\b(?:met|mit|mei) (?:de |onze |mijn )?collega['’]?s (?:van|uit|fan)(?: de)?(?: gemeenten?)?\s*$"
)
_ALL_OF_US = compiled_later(
    r"\b(?:met|mit) (?:ons|z.n) (?:allen|twee|drie|vier|vijf|zes)\w*|\bwij (?:twee|drie|vier)\w+", re.IGNORECASE
)
_JOINS = compiled_later(
    r"\b(?:meld\w*|mee ?doen|do(?:en|et) (?:\w+ ){0,4}mee|wil(?:len)?|zou(?:den)?|neem\w*|nemen|dien\w*|geven|schrijven)\b"
)
_LOOKS_BACK = compiled_later(
    r"\b(?:vorig\w*|eerder|geleden|hadden|hebben (?:wij|we)|(?:wij|we) hebben|organiseerden|deden|was|waren)\b"
)


def _sentence_around(own: Words, run: list[Mention]) -> str:
    begin, end = own.spans[run[0].start][0], own.spans[run[-1].end - 1][1]
    left = re.split(r"[.?!\n]\s", own.text[:begin])[-1]
    return (left + own.text[begin:end] + re.split(r"[.?!\n](?:\s|$)", own.text[end:])[0]).casefold()


def _of_organisation(register: Register, members: tuple[str, ...], own: Words, signed: Words, domain: str) -> Found:
    """Which members of a shared organisation it is about; those that stay out do not count, nor does its own name."""
    mentioned = tuple(each for each in register.mentions(own, sure=members) if not _stays_out(own, each))
    signatures = [run[0] for run in _runs(signed, register.mentions(signed, sure=members)) if len(run) == 1]
    alone = [each for each in signatures if not _beside_member(register, members, signed, each)]
    named = list(dict.fromkeys(
        code for each in (*alone, *mentioned) for code in _current_options(register, each) if code in members))  # fmt: skip
    partners = [code for run in _enumerations(own, mentioned, named[0] if named else "")
                for code in _certain_of(register, run, members)]  # fmt: skip
    if partners:
        own_names = [code for code in named if code not in partners]
        return Found(register.names([*(own_names if len(own_names) == 1 else []), *partners]), evidence=domain)
    if len(named) == 1 or (len(named) == len(members) and _ALL_OF_THEM.search(own.text)):
        return Found(register.names(named), evidence=domain)
    return Found(candidates=register.names(named or members), evidence=domain)


_ALL_OF_THEM = compiled_later(
    r"\b(?:ons|wij|we|gemeenten|colleges|raden) (?:alle(?:maal)? ?(?:twee|drie|vier|vijf|zes)?|allebei|beide)\b|\bvoor (?:allebei|alle (?:twee|drie|vier|vijf|zes))\b",
    re.IGNORECASE,
)


def _stays_out(own: Words, mention: Mention) -> bool:
    """Whether the clause that begins with the name says that it does not take part."""
    clause = _CLAUSE_END.split(own.text[own.spans[mention.start][0] :], maxsplit=1)[0]
    return bool(_OUT.search(clause.casefold()))


_CLAUSE_END = compiled_later(r"[.?!;()\n]")
_OUT = compiled_later(
    r"\b(?:do(?:en|et) (?:\w+ ){0,3}niet mee|niet (?:mee ?)?do(?:en|et)|niet meedoen|niet van toepassing|(?:verandert|wijzigt) (?:\w+ )?(?:niets|niks)|"
    r"andere plannen|al (?:klaar|afgerond|geweest|gehad)|haakt? af|geen (?:interesse|belangstelling|behoefte)|(?:heeft|hebben) (?:het |dat |hem |er )?al\b|sla(?:at|an) (?:\w+ ){0,3}over)\b"
)


def _beside_member(register: Register, members: tuple[str, ...], signed: Words, mention: Mention) -> bool:
    """Whether another member stands next to it: ``Noaberkracht Dinkelland Tubbergen`` names the organisation."""
    others = [each for each in register.mentions(signed, sure=members) if each is not mention]
    return any(each.start in {mention.end, mention.end + 1} or each.end in {mention.start, mention.start - 1}
               for each in others if set(each.codes) & set(members))  # fmt: skip


def _without_domain(
    register: Register, own: Words, mentioned: tuple[Mention, ...], signed: Words, domain: str
) -> Found:
    inside = register.inside_domain(domain)
    if inside is not None:
        return _certain(register, [register.current(inside)], domain)
    signatures = register.mentions(signed)
    strong = [mention for mention in signatures if mention.cued] or list(signatures)
    together = [
        code for run in _enumerations(own, mentioned, "") if len(run) > 1 for code in _certain_of(register, run, ())
    ]
    if together:
        home = [codes[0] for codes in (_current_options(register, mention) for mention in strong) if len(codes) == 1]
        return Found(register.names(dict.fromkeys([*home[:1], *together])), evidence="namens")
    if not strong:
        strong = [mention for mention in mentioned if mention.cued]
    if not strong:
        strong = [mention for mention in mentioned if _speaks_for(own, mention)]
    return _certain(register, [_current_options(register, mention) for mention in strong],
                    strong[0].shown if strong else "")  # fmt: skip


def _speaks_for(own: Words, mention: Mention) -> bool:
    after = own.folded[mention.end : mention.end + 1]
    before = own.folded[max(0, mention.start - 3) : mention.start]
    return bool((after and after[0] in _SPEAKS) or set(before) & _OWN)


def _certain(register: Register, options: list[tuple[str, ...]], evidence: str) -> Found:
    """One name when everything points to it; all of them as candidates otherwise."""
    if not options:
        return Found()
    common = set(options[0]).intersection(*map(set, options[1:]))
    if len(common) == 1:
        return Found(register.names(common), evidence=evidence)
    single = [codes[0] for codes in options if len(codes) == 1]
    if len(set(single)) == 1 and all(single[0] in codes for codes in options):
        return Found(register.names(single), evidence=evidence)
    return Found(candidates=register.names(code for codes in options for code in codes), evidence=evidence)
