"""What the sender is: from the signature, what they say of themselves, and the address that they write from."""

# ruff: noqa: E501, ISC004
# Patterns are lists of what people write: broken over lines they hide their alternatives.

import re
from collections.abc import Collection

from bot.model import Vocabulary
from bot.patterns import Several, compiled_later
from bot.understanding.normalise import fold, words
from bot.understanding.phrases import PhraseBook

MUNICIPAL = frozenset({"griffier", "raadslid", "wethouder", "burgemeester", "gemeentesecretaris", "ambtenaar"})
FREE_MAIL = frozenset(
    {"gmail", "hotmail", "outlook", "live", "ziggo", "kpnmail", "kpn", "planet", "home", "xs4all", "upcmail", "hetnet", "casema",
     "icloud", "me", "yahoo", "protonmail", "proton", "tele2", "solcon", "quicknet", "chello", "telfort", "caiway", "zeelandnet",
     "freedom", "kabelfoon", "msn", "googlemail", "onsbrabantnet", "delta", "online", "wxs", "onsneteindhoven", "tweak"}
)  # fmt: skip
_PARTNER = compiled_later(
    r"provincie|waterschap|wetterskip|hoogheemraad|minbzk|rijksoverheid|minfin|movisie|aeno|prodemos|platform31|lvkk|lsabewoners|lsa|"
    r"vng\.nl|vngrealisatie|uva\.nl|uu\.nl|tilburguniversity|eur\.nl|rug\.nl|ru\.nl|universiteit|hogeschool|griffiers\.nl|"
    r"wethoudersvereniging|burgemeesters\.nl|raadsleden\.nl|gemeentesecretaris\.nl|vgs\.nl|ipo\.nl|uvw\.nl|veiligheidsregio|omgevingsdienst|"
    r"odru|ggd|g40|g4steden|m50|p10|k80|npbo|kennispunt|wrij\.nl|rathenau|scp\.nl|raadvoorhetopenbaarbestuur"
)
_PROVINCES = frozenset({"drenthe", "gelderland", "limburg", "brabant", "overijssel", "flevoland", "fryslan", "zeeland", "pzh", "pnh",
                        "prvlimburg", "noordholland", "zuidholland"})  # fmt: skip
_PRESS = compiled_later(
    r"krant|nieuwsblad|weekblad|dagblad|omroep|omrop|(?:^|[.-])rtv|journal|regiopers|regiotv|radio|volkskrant|telegraaf|ad-regio|dpgmedia|"
    r"mediahuis|binnenlandsbestuur|courant|tubantia|gelderlander|stentor|dvhn|parool|media|nieuws|podcast|magazine|"
    r"(?:^|[.-])(?:nrc|trouw|nd|rd|lc|ad|fd|nos|rtl|vpro|kro|bnn|nporadio1|pers|tv)[.-]"
)
_STUDENT = compiled_later(r"student|hva\.nl|hu\.nl|hr\.nl|fontys|avans|saxion|windesheim|inholland|hanze")
_ADVICE = compiled_later(
    r"advies|consult|bureau|adviseurs|partners|trainingen|academy|coaching|enco|begeleiding|strategie|denktank|advisory"
)
_RESIDENTS = compiled_later(
    r"bewoners|dorpsraad|dorpsbelang|wijkraad|buurtvereniging|buurtcomite|wijkvereniging|huurders|dorpshuis|buurthuis"
)
_NETWORK = compiled_later(
    r"\b(?:wij|we) zijn (?:een|het) (?:\w+ ){0,2}(?:netwerk|vereniging|stichting|koepel|kenniscentrum)|\bons netwerk",
    re.IGNORECASE,
)
_ON_BEHALF = compiled_later(
    r"\b(?:schrijf|mail|meld|spreek|werk|wurkje|vraag|work)\w* (?:\w+ ){0,3}(?:namens|voor|bij|by|for) (?:de |the )?(?:gemeente|municipality)\b|\bgedetacheerd bij (?:de )?gemeente\b",
    re.IGNORECASE,
)
_SALES = compiled_later(
    r"\b(?:offerte|korting|demo|licentie|software|aanbieding|tarie(?:f|ven)|ons product|ons aanbod|onze diensten|dagtarief|onze oplossing|accountmanager|sales)\b|"
    r"(?:€|eur(?:o)?)\s?[\d.,]+(?:[,-]+)? per (?:dag|dagdeel|uur|jaar|sessie|gemeente|maand)|[\d.]+ euro per (?:dag|dagdeel|uur|jaar|sessie|gemeente|maand)|\bvoor (?:€ ?)?[\d.]{3,} euro\b|€ ?\d[\d.]{2,}",
    re.IGNORECASE,
)
_APPLIES = compiled_later(
    r"\b(?:sollicit\w+|mijn (?:cv|motivatiebrief)|cv en (?:een )?motivatie|vacatures?\b[^.?!]{0,60}\b(?:bij u|bij jullie|in (?:uw|jullie) team|voor mij|open)|nieuwe uitdaging|toe aan een (?:volgende|nieuwe) stap|"
    r"(?:werken|aan de slag|een baan) bij (?:u|jullie|het programma|thorbecke\w*))\b",
    re.IGNORECASE,
)
"""Who looks for a job writes for nobody, whatever the address."""
_STUDIES = compiled_later(
    r"\bstages?\b|stageplek|stageplaats|scriptie|(?<!na mijn )afstud|\bstudente?\b|studeer", re.IGNORECASE
)
_VACANCY = compiled_later(r"\b(?:hebt|heeft|hebben|is er|komt er) (?:\w+ ){0,3}vacature", re.IGNORECASE)
_ABOUT_ME = (
    r"(?:ik ben|ben ik|als|ik werk als|werkzaam als|ik schrijf u als|ik schrijf jullie als|namens mezelf als|spreekt)"
)
_SELF = (
    ("raadslid", rf"{_ABOUT_ME} (?:nieuw |kersvers |gekozen |pas |\w+ )?(?:gemeente|burger|duo)?raadslid|{_ABOUT_ME} (?:\w+ )?(?:fractievoorzitter|"
                 r"volksvertegenwoordiger)|mijn fractie|onze fractie|(?:ik|wij|we) zit(?:ten)? (?:[\w-]+ ){0,5}in de (?:gemeente)?raad|ik ben (?:\w+ )?riedslid|lid van de (?:gemeente)?raad"),
    ("griffier", rf"{_ABOUT_ME} (?:\w+ )?(?:raads)?griffier|\bmijn raad\b|wij als griffie|als griffie|onze griffie (?:is|heeft|wil|zoekt)|mijn collega-griffier"),
    ("wethouder", rf"{_ABOUT_ME} (?:\w+ )?wethouder|mijn ambtenaren"),
    ("burgemeester", rf"{_ABOUT_ME} (?:\w+ )?burgemeester|(?:jaar|maanden|weken|sinds \w+) burgemeester van"),
    ("gemeentesecretaris", rf"{_ABOUT_ME} (?:\w+ )?gemeentesecretaris"),
    ("student", r"\b(?:mijn|masters?|bachelor)\W?(?:scriptie|thesis|afstudeer)|ik studeer|masterstudent|student(?:e)? (?:bestuurs|aan|van)|"
                r"derdejaars|vierdejaars|tweedejaars|mijn (?:master|studie|opleiding|(?<!na mijn )afstuderen)|voor een paper|promotieonderzoek"),
    ("journalist", r"ik ben (?:\w+ )?(?:journalist|verslaggever|redacteur)|voor (?:onze|de) (?:krant|uitzending|lezers|luisteraars)|"
                   r"voor een (?:artikel|reportage|verhaal|item|uitzending|podcast) (?:in|voor|over)|namens de redactie|\bnvj\b|als (?:\w+ )?freelance(?:r|journalist)? schrijf|schrijf als freelancer?|"
                   r"\bachtergrondverhaal\b|\bfreelance ?journaliste?\b|voor een stuk dat [^.?!]{0,30}\bverschijnt|"
                   r"schrijf ik (?:\w+ )?voor (?:een|het|de) (?:\w+ )?(?:dagblad|weekblad|krant|tijdschrift|vakblad|nieuwssite|magazine|maandblad)|(?:ons|onze) (?:luisteraars|lezers|kijkers)\b"),
    ("adviseur", r"\bals adviseur van (?:gemeenten|raden|colleges|afdelingsbesturen|besturen|griffies)\b|\bop eigen benen\b|\b(?:mijn|ons) (?:eigen )?(?:advies)?bureau\b|\bals zelfstandige?\b|\bzzp"),
    ("partner", r"(?:ons|mijn) ministerie|(?:onze|mijn) provincie|ons waterschap|wij als (?:provincie|ministerie|waterschap|koepel)|"
                r"vanuit (?:de|het|onze) (?:landelijke )?(?:vereniging|koepel|branchevereniging|ministerie|provincie)|namens de (?:landelijke )?(?:vereniging|koepel) van"),
    ("inwoner", rf"{_ABOUT_ME} (?:\w+ ){{0,2}}(?:inwoner|bewoner|burger|buurtbewoner|wijkbewoner|bewoonster|inwoonster)\b|bij ons in de (?:straat|buurt|wijk)|"
                r"mijn (?:straat|buurman|buurvrouw|buren|wijk|buurt)|mijn gemeente (?:doet|weigert|luistert|wil|heeft)|ik woon|wij wonen|i live in|"
                r"mijn (?:dakkapel|huis|woning|tuin|schutting|oprit|huurwoning)|(?:wij|we|ons) als (?:bewoners|inwoners|buurt|straat)|"
                r"met (?:\w+ )?(?:mijn |onze )?(?:buren|buurtgenoten|straatgenoten|dorpsgenoten)|as a resident"),
)  # fmt: skip
_SELF_PATTERNS = {compiled_later(pattern, re.IGNORECASE): role for role, pattern in _SELF}
_SAYS = Several(_SELF_PATTERNS)
_SECRETARY = compiled_later(
    r"secretaresse|managementassistent|directiesecretar|bestuurssecretar|secretariaat (?:wethouder|burgemeester|college|directie|bestuur)",
    re.IGNORECASE,
)
_PASSED_ON = compiled_later(
    r"\bnamens (?:onze |de |mijn )?(?:heer |mevrouw )?(?P<behalf>wethouder|burgemeester|gemeentesecretaris|griffier)\b|"
    r"^\W*(?:(?:de|onze|mijn) )?(?P<asked>wethouder|burgemeester|gemeentesecretaris|griffier)(?: [A-Z][\w'-]+| van| de| der| den){0,5} (?:heeft mij gevraagd|vroeg mij|vraagt mij|verzocht mij|verzoekt mij|laat u via mij|laat via mij)",
    re.IGNORECASE | re.MULTILINE,
)
"""A secretary who only passes a message on: ``namens wethouder Bos laat ik u weten``."""
_SECRETARIAT = compiled_later(
    r"secretari|secretaresse|managementassist|bestuursassist|kabinet|ondersteuning", re.IGNORECASE
)
_COLLEGE = compiled_later(r"burgemeester (?:en|&) wethouders", re.IGNORECASE)
_COLLEGE_SECRETARY = compiled_later(r"^\W*(?:de |loco-?)?(?:gemeente)?secretaris\b", re.IGNORECASE | re.MULTILINE)
_PARTY = compiled_later(
    r"pvda|vvd|cda|d66|groenlinks|glpvda|christenunie|sgp|lokaal|partij|fractie|belangen|gemeenteraad|^raad\w"
)


class RoleFinder:
    """Knows the functions of the vocabulary; the first that stands in the signature counts."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._functions = PhraseBook(vocabulary.roles)

    def find(
        self, *, domain: str, local: str, display_name: str, text: str, signature: str, municipal_domain: bool
    ) -> str:
        """The role; ``municipal_domain`` tells whether the address belongs to a municipality."""
        domain = domain.lower()
        home = "municipal" if municipal_domain else _kind_of_domain(domain)
        stated = self._signed(f"{display_name}\n{signature}", municipal=municipal_domain)
        said = _says(text)
        if home != "student" and _APPLIES.search(text) and (_VACANCY.search(text) or not _STUDIES.search(text)):
            return "onbekend"
        if home == "municipal":
            passed = (
                _PASSED_ON.search(text[:400]) if _SECRETARIAT.search(f"{display_name}\n{signature}\n{local}") else None
            )
            if passed:
                return (passed["behalf"] or passed["asked"]).lower()
            if _COLLEGE.search(signature) and _COLLEGE_SECRETARY.search(signature):
                return "gemeentesecretaris"
            own = (role for role in (stated, said, _by_address(local, domain)) if role in MUNICIPAL)
            return next((str(role) for role in own), "ambtenaar")
        if home in {"partner", "free", "other"} and _ON_BEHALF.search(text):
            return said if said in MUNICIPAL else "ambtenaar"
        return self._outside(
            home, stated, said or _by_address(local, domain), f"{domain} {display_name}", text, signature
        )

    def _outside(self, home: str, stated: str | None, said: str | None, sender: str, text: str, signature: str) -> str:
        if _RESIDENTS.search(sender.lower()):
            return "inwoner"
        if home == "journalist" and _SALES.search(text):
            return "onbekend"
        if home in {"partner", "journalist", "student"}:
            return "student" if said == "student" else home
        if home == "adviseur" and (stated in {None, "adviseur", "ambtenaar"}):
            return "onbekend" if _SALES.search(text) else "adviseur"
        outside = said if said in {"student", "journalist", "adviseur"} else None
        role = outside or stated or said
        if role == "ambtenaar" and home == "other" and not _municipal_words(signature):
            role = "adviseur"
        if role == "adviseur" and stated is None and _SALES.search(text):
            return "onbekend"
        return role or _unstated(home, text, signature)

    def _signed(self, signature: str, *, municipal: bool) -> str | None:
        for line in signature.splitlines()[:9]:
            if _SECRETARY.search(line) and not re.search(r"\d{3}", line):
                if "griffie" in line.lower():
                    return "griffier"
                return "ambtenaar" if municipal or "gemeente" in signature.lower() else None
            if (
                re.match(
                    r"\W*(?:via |mede )?(?:secretar(?!is.directeur)|bestuurssecret|kabinet\s*:)", line, re.IGNORECASE
                )
                or "@" in line
                or _COLLEGE.search(line)
            ):
                continue
            found = {hit.label for hit in self._functions.find(words(line))} - ({"inwoner"} if municipal else set())
            if found:
                return self._strongest(found, line, municipal=municipal)
        return None

    def _strongest(self, found: Collection[str], line: str, *, municipal: bool) -> str | None:
        if "griffier" in found and re.search(r"griffier|adviseur|medewerk|griffie", line, re.IGNORECASE):
            return "griffier"
        if municipal and _compound(line):
            return "ambtenaar"
        order: tuple[str, ...] = ("ambtenaar",) if _compound(line) else ()
        for role in (*order, "raadslid", "wethouder", "burgemeester", "gemeentesecretaris", "student", "journalist", "partner",
                     "inwoner", "ambtenaar", "adviseur"):  # fmt: skip
            if role in found and not (municipal and role in {"partner", "adviseur", "student", "journalist"}):
                return role
        return "ambtenaar" if municipal else None


def _compound(line: str) -> bool:
    """``adviseur van de burgemeester`` is no burgemeester."""
    return bool(re.search(r"(?:adviseur|medewerk\w+|assistent\w*|secretar\w+|bestuurssecretar\w+|kabinet|kabinetschef|chef|woordvoerder) (?:van |bij |voor )?(?:de |het )?"
                          r"(?:burgemeester|wethouder|college|raad|gemeentesecretaris)", line, re.IGNORECASE))  # fmt: skip


def _says(text: str) -> str | None:
    opening = fold(text[:2500])
    may_say = _SAYS.that_may_match(opening)
    found = [(match.start(), _SELF_PATTERNS[pattern]) for pattern in may_say if (match := pattern.search(opening))]
    return min(found)[1] if found else None


def _by_address(local: str, domain: str) -> str | None:
    for piece, role in (("griffi", "griffier"), ("burgemeester", "burgemeester"), ("wethouder", "wethouder"),
                        ("gemeentesecretaris", "gemeentesecretaris"), ("fractie", "raadslid")):  # fmt: skip
        if (
            (piece in local and "secretariaat" not in local)
            or domain.startswith(f"{piece}.")
            or f".{piece}" in f".{domain}"
        ):
            return role
    label = domain.split(".")[-2] if "." in domain else domain
    if domain.startswith(("raad.", "gemeenteraad.")):
        return "raadslid"
    return "raadslid" if _PARTY.search(label) and label not in FREE_MAIL else None


def _kind_of_domain(domain: str) -> str:
    labels = domain.split(".")
    name = labels[-2] if len(labels) > 1 else domain
    if name in FREE_MAIL:
        return "free"
    if _STUDENT.search(domain):
        return "student"
    if _PARTNER.search(domain) or name in _PROVINCES:
        return "partner"
    if _PRESS.search(domain):
        return "journalist"
    return "adviseur" if _ADVICE.search(domain) else "other"


_NOBODY = compiled_later(
    r"\b(?:avg|gdpr|persoonsgegevens|mijn gegevens|over mij (?:bewaart|hebt)|artikel 1[5-9]|offerte|korting|demo|tarie(?:f|ven))\b",
    re.IGNORECASE,
)
"""A right exercised or a sale: such a private address says nothing of the sender."""
_LIVES = compiled_later(
    r"\b(?:buurt\w*|straat|wijk\w*|dorp|dorpshuis|bewoners?|inwoners?|burgers?|buren|kleindochter|kleinzoon|kleinkinderen|woonplaats)\b",
    re.IGNORECASE,
)
_VOLUNTEERS = compiled_later(
    r"\b(?:ons|onze) (?:buurthuis|dorpshuis|wijkgebouw|straat|buurt|wijk|dorp|volkstuin\w*|speeltuin)\b|\b(?:werd|is) een buurthuis\b|"
    r"\bwij zijn met (?:\w+ )?vrijwilligers\b|\b(?:als|wij) vrijwilligers\b",
    re.IGNORECASE,
)


def _municipal_words(signature: str) -> bool:
    return bool(
        re.search(
            r"\b(?:gemeente|gem\.|griffie|stadhuis|gemeentehuis|organisatie|werkorganisatie)", signature, re.IGNORECASE
        )
    )


def _unstated(home: str, text: str, signature: str) -> str:
    if _municipal_words(signature):
        return "ambtenaar"
    if home == "free" and (_LIVES.search(text) or not _NOBODY.search(text)):
        return "inwoner"
    if _NETWORK.search(text):
        return "partner"
    if home == "other" and re.search(
        r"\b(?:ons bureau|mijn (?:advies)?bureau|mijn (?:advies)?praktijk|als zelfstandige|wij adviseren|adviesbureau|zelfstandig adviseur|wij begeleiden gemeenten)\b",
        text,
        re.IGNORECASE,
    ):
        return "adviseur"
    return "inwoner" if home == "other" and _VOLUNTEERS.search(text) else "onbekend"
