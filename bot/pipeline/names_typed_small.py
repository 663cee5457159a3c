"""Names of people that somebody typed without capitals, as visitors of the chat do.

Three things give a name away: the words before it (``ik ben``, ``groeten``), a first name that many people have, and a
particle between words that we do not know (``yilmaz van dam``). What stays may still be a name: an editor is told so.
Too much in brackets does less harm than one name that stays.
"""

import re
from collections.abc import Iterator

from bot.patterns import compiled_later
from bot.pipeline.anonymous import NAME
from bot.understanding.normalise import Words, words

_WRITTEN = """
aad aagje aart abdel abdullah adriaan ahmed aicha albert alex alexander ali alice alie amber amina amira anass andre
andrea anita anja anke ankie ann anna anne anneke annelies annemarie annemiek annette annie anouk ans antoinette
anton antoon arend arie arjan arjen arnold arnoud aron astrid ayse barbara bart bas bastiaan bea ben berend bernard
bert bertus betty bianca bilal bob boudewijn bram brigitte carin carla carlijn carlo carmen carolien carolina
caroline cas casper cees chantal charlotte chris christa christel christiaan christina christine clara claudia coby
coen conny cor cora cornelia cornelis corrie daan daniel danielle daphne david debbie demi dennis diana dick
diederik dieuwke dirk dominique doortje doris douwe driss edith eduard edwin eefje eelco eline elisa elisabeth elise
elizabeth ella ellen ellis elly els elsbeth elske emiel emily emine emma eric erica erik erika ernst erwin esmee
esther eva evelien evelyn evert fadma fatima fatma femke fenna ferdinand ferry fleur floor floris fokke frank frans
fred frederik freek frits froukje gea geert geertje gerard gerben gerda gerrit gerry gert gijs gina greet greetje
guido guus hamza hanna hannah hanneke hannie hans harald harm harmen harrie harry hassan heidi hein helen helena
helga hendrik hendrika henk hennie henny henri henriette henry herman hermien hicham hidde hilda hilde hugo ibrahim
ida ilona ilse ineke inge ingeborg ingrid irene iris irma isa isabel isabelle ivo jaap jack jacob jacqueline jacques
jaime jan janine janna janneke jannie janny jantine jantje jasmijn jasper jeanet jeanette jeanine jelle jelmer jenny
jeroen jesse jessica jet jetske jette joan job joep johan johanna johannes john johnny jolanda jolande jolien joop
joost jordy joris jos jose josephine josien joyce judith jules julia julian juliette jurgen jurre kaan karel karen
karim karin karina karlijn kars kees khadija khalid kim kirsten klaartje klaas koen koos koosje krista kristel laila
lambert lars laura laurens leander leendert leida leo leon leonie leonoor levi lia lidwien lidy lieke lien lies
liesbeth lilian lina linda lisa lisanne lisette liza loek loes lonneke lotte louis louise luc lucas lucia luuk
maaike maarten maartje machteld madelon magda malika manon marc marcel marco margot margreet margriet maria marian
marianne marieke marielle marijke marijn marike marina mariska marit marita marja marjan marjo marjolein marjon
marleen marlies marloes martha martien martijn martin martine marwa mats maud maurice maurits max mees meindert
melanie melissa menno merel meryem mia michael michel michelle michiel mieke miep mila milan minke miranda mirjam mo
mohamed mohammed monique mourad mustafa nadia naomi natalie natasja nathalie nel nelleke niek niels nienke nina nol
noor noortje nora nynke olaf olga olivier omar onno oscar otto pascal patricia patrick paul paula pauline peter
petra philip pien pierre piet pieter pim pleun quinten quirine rachel rachid rachida rafael ralf ralph ramon raymond
rebecca regina rein reinier reinout remco renate rene renee renske rianne rick rien riet rik rineke rob robbert
robert robin roel roelof roland rolf ron ronald roos rosa rosalie roy ruben rudi rudolf ruth ruud saar sabine
sabrina said samir samira samuel sander sandra sanne sara sarah saskia selma sem sep serge sharon siem sietske simon
simone sjaak sjoerd sjoukje sofie sonja sophie stan stef stefan stefanie stella stephan steven stijn suzan suzanne
suze sven svenja sylvia tamara tanja tara teun teunis thea theo thera thijs thom thomas tijmen tijn tim tineke
tjeerd tjitske tobias tom tonny toon tristan trudy truus tygo ursula valerie vera veronique victor vincent viola
walter wendy werner wesley wessel wiebe wiesje wietske wil wilco wilfred willem willemien willemijn wilma wim winny
wout wouter xander yara yasmin yasmina youssef yvette yvonne zeynep zoe
"""
_ALSO_WORDS_WRITTEN = """
bas ben cas cor floor isa jet job mats max mo nel regina rein roos said sem sep stan stef wil
"""
_ALSO_WORDS = frozenset(_ALSO_WORDS_WRITTEN.split())
FIRST_NAMES = frozenset(_WRITTEN.split()) - _ALSO_WORDS
"""Small letters; without those that are words as well."""
PARTICLES = frozenset({"van", "von", "de", "der", "den", "het", "'t", "ten", "ter", "te", "el", "al"})
_CUE = compiled_later(
    r"\b(?:mijn naam is|ik heet|mijn naam|ik ben|je spreekt met|u spreekt met|met vriendelijke groet(?:en)?|"
    r"groet(?:en|jes)?|mvg|gr|grt|"
    r"namens|contactpersoon is|contactpersoon|meneer|mevrouw|mevr\.?|mw\.?|dhr\.?|de heer|"
    r"collega|wethouder|burgemeester|griffier|raadslid)"
    r"\s*[:,]?\s+(?:namelijk\s+|de heer\s+|mevrouw\s+)?",
    re.IGNORECASE,
)
_ORDINARY_WRITTEN = """
aan af afgelopen al alleen als altijd ambtenaar anders bang bekend bellen belt benieuwd bezig bij bijna blij boos
dan dat de deze die doet een eens en er erg ergens even gaat geen geweest gewoon graag heb heeft heel helpen hier
hoe hoeveel iemand iets ik in inwoner is je jullie kan komen komt kunnen kunt kwijt langskomen maar mag mailen mailt
me met mij moet niet nieuw nieuwe nog nu of om ontslaan onze ook op over raadslid samen sinds spreken staat stelt
student te tegen toch tot u uit van vanuit verbaasd voor vraag waar waarom wat we wel welke werkt werkzaam weten wie
wij wil willen zal ze zeer zegt zei zelf zich zijn zo zoek zoekend zou
"""
_ORDINARY = frozenset(_ORDINARY_WRITTEN.split())
"""Words behind ``ik ben`` or ``wethouder`` that are no name, whatever the content knows."""
_TOWARDS = frozenset({"de", "der", "den", "ter", "ten"})
"""Behind a first name, a word after one of these is the rest of the name, though we know it: ``jan de raad``."""
MOST = 4


def without_small_names(text: str, known: frozenset[str]) -> str:
    """The text with ``[naam]`` for what looks like a name in small letters; ``known`` words stay."""
    read = words(text)
    hidden = sorted({*_behind_cues(read, known), *_by_first_names(read, known), *_around_particles(read, known)})
    for start, end in reversed(_apart(hidden)):
        text = f"{text[: read.spans[start][0]]}{NAME}{text[read.spans[end - 1][1] :]}"
    return re.sub(rf"{re.escape(NAME)}(?:[ -]+{re.escape(NAME)})+", NAME, text)


def _apart(pieces: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Pieces that overlap as one."""
    found: list[tuple[int, int]] = []
    for start, end in pieces:
        if found and start < found[-1][1]:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        else:
            found.append((start, end))
    return found


def _behind_cues(read: Words, known: frozenset[str]) -> Iterator[tuple[int, int]]:
    for match in _CUE.finditer(read.text):
        start = next((at for at, (begin, _) in enumerate(read.spans) if begin >= match.end()), len(read.folded))
        end = _name_end(read, start, known)
        if end > start:
            yield start, end


def _by_first_names(read: Words, known: frozenset[str]) -> Iterator[tuple[int, int]]:
    """``jan de vries``, and a first name by itself."""
    for at, word in enumerate(read.folded):
        end = _name_end(read, at, known)
        strange = any(_strange(part, known) for part in read.folded[at:end])
        if word in FIRST_NAMES and (word not in known or strange):  # Lucas de Man stands in the content
            yield at, max(end, at + 1)


def _around_particles(read: Words, known: frozenset[str]) -> Iterator[tuple[int, int]]:
    """``yilmaz van dam``: strange words on both sides, and no other use of the particle."""
    for at, word in enumerate(read.folded[:-2]):
        particle = read.folded[at + 1]
        if _strange(word, known) and particle in {"van", "von", "el"} and _strange(read.folded[at + 2], known):
            yield at, at + 3


def _name_end(read: Words, start: int, known: frozenset[str]) -> int:
    """Behind the last strange word of a name that begins here; ``start`` when none does."""
    end = at = start
    while at < min(len(read.folded), start + MOST):
        if at > start and read.text[read.spans[at - 1][1] : read.spans[at][0]].strip() not in {"", "."}:
            break
        word = read.folded[at]
        first = at == start and (word in FIRST_NAMES or len(word) == 1)
        if first or _strange(word, known) or (at > start + 1 and read.folded[at - 1] in _TOWARDS and word.isalpha()):
            end = at + 1
        elif word not in PARTICLES:
            break
        at += 1
    return end


def _strange(word: str, known: frozenset[str]) -> bool:
    return word.replace("'", "").isalpha() and word not in known and word not in _ORDINARY and word not in PARTICLES
