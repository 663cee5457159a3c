"""Frisian words as Dutch ones, so that a question from Fryslân meets the Dutch knowledge.

Only what people need to ask about the programme. A word that Dutch has too, with another meaning (``mei`` is a month,
``wol`` is wool), is read as Frisian only beside a word that is nothing else.
"""

import re
from collections.abc import Mapping

from bot.patterns import compiled_later

_WORD = compiled_later(r"[^\W\d_]+(?:['\u2019][^\W\d_]+)*")


def _pairs(text: str) -> Mapping[str, str]:
    return dict(pair.split("=") for pair in text.split())


FRISIAN: Mapping[str, str] = _pairs(
    """
    amtner=ambtenaar amtners=ambtenaren begelieding=begeleiding beslute=beslissen betsjut=betekent binne=zijn
    boargemaster=burgemeester boarger=burger boargers=burgers bydrage=bijdrage demokrasy=democratie dêr=daar
    dizze=deze doarp=dorp doarpen=dorpen dogge=doen docht=doet duorje=duren duorret=duurt dwaan=doen ekspert=expert
    eksperts=experts eksperimint=experiment ferkenning=verkenning ferordening=verordening ferplichte=verplicht
    ferskil=verschil ferslach=verslag fierder=verder filmkes=filmpjes foar=voor foarbyld=voorbeeld
    foarbylden=voorbeelden foarsitter=voorzitter foarstelling=voorstelling fraach=vraag fragen=vragen freegje=vragen
    freget=vraagt gearkomste=bijeenkomst gearkomsten=bijeenkomsten gjin=geen graach=graag grutte=grootte
    hawwe=hebben helpe=helpen hjir=hier hoefolle=hoeveel hokfoar=welke hokker=welke ynwenner=inwoner
    ynwenners=inwoners yn=in jild=geld jimme=jullie jim=jullie kinne=kunnen komme=komen kommisje=commissie
    kostet=kost kostje=kosten leare=leren learkring=leerkring learkringen=leerkringen learsirkel=leercirkel
    mear=meer meidwaan=meedoen meidocht=meedoet mienskip=gemeenschap moat=moet moatte=moeten mooglik=mogelijk
    nei=naar nije=nieuwe oan=aan oanfreegje=aanvragen oanmelde=aanmelden oare=andere oaren=anderen oer=over
    opjaan=opgeven oplevere=opleveren partisipaasje=participatie partisipaasjeferordening=participatieverordening
    prosint=procent ried=raad riedslid=raadslid riedsleden=raadsleden romte=ruimte sa'n=zo'n sels=zelf
    senario=scenario senario's=scenario's stipe=steun stypje=steunen stypjen=steunen subsydzje=subsidie
    subsydje=subsidie takomst=toekomst takomstferkenning=toekomstverkenning tema=thema tema's=thema's tiid=tijd
    toekomstferkenning=toekomstverkenning troch=door tusken=tussen ûnderfining=ervaring ûnderwerp=onderwerp
    ûnderwerpen=onderwerpen ús=ons út=uit útdaachrjocht=uitdaagrecht útlis=uitleg útlizze=uitleggen wannear=wanneer
    wêr=waar wêrom=waarom wethâlder=wethouder wike=week wiken=weken wolle=willen wurde=worden wurdt=wordt
    wurkje=werken wurket=werkt sette=zetten doar=deur iepen=open simmer=zomer maitiid=voorjaar hjerst=najaar
    trije=drie fjouwer=vier tochten=dachten bringe=brengen netwurk=netwerk oerdroegen=overgedragen oandacht=aandacht
    ûnder=onder doarpsbelang=dorpsbelang doarpsbelangen=dorpsbelangen grienûnderhâld=groenonderhoud
    skriuwe=schrijven skriuw=schrijf ynskriuwe=inschrijven tankewol=dankjewel sykje=zoeken immen=iemand dei=dag
    jûn=avond moarn=morgen kolleezje=college boargerberie=burgerberaad ynformaasje=informatie jier=jaar
    folgjend=volgend kommend=komend hearre=horen graachdien=graag stjoere=sturen litte=laten lit=laat hoe't=hoe
    wat't=wat dy't=die dat't=dat oft=of gemeenteried=gemeenteraad plak=plek ôfmelde=afmelden ferfange=vervangen
    ferfangt=vervangt kollega=collega kollega's=collega's middei=middag oanbiede=aanbieden eagen=ogen sjen=zien
    meitsje=maken makke=gemaakt ûnderhâld=onderhoud wenje=wonen bewenners=bewoners beslisse=beslissen moaie=mooie
    hielendal=helemaal hiele=hele wurk=werk prate=praten tinke=denken stimme=stemmen list=lijst
    """
)
DUTCH_TOO: Mapping[str, str] = _pairs(
    """
    by=bij bin=ben dy=die ek=ook fan=van ha=hebben hat=heeft jo=u kin=kan mei=met net=niet noch=nog
    wa=wie witte=weten wol=wil wy=wij
    """
)


_ALONG = compiled_later(r"\bmei(?= (?:te )?(?:prate|tinke|dwaan|dogge|stimme|beslisse)\b)", re.IGNORECASE)
"""``mei prate`` is ``meepraten``; elsewhere ``mei`` is ``met``."""
ENOUGH = 4
"""Different words that are nothing but Frisian from which on a mail is written in it; a name or a greeting is not."""


def mail_in_dutch(text: str) -> str:
    """The same for a mail, of which only one that is written in Frisian is changed."""
    spoken = {_plain(word) for word in _WORD.findall(text)}
    return in_dutch(text) if len(spoken & FRISIAN.keys()) >= ENOUGH else text


def in_dutch(text: str) -> str:
    """The text with its Frisian words in Dutch; a text without any is given back as it is."""
    if FRISIAN.keys().isdisjoint(map(_plain, _WORD.findall(text))):
        return text
    return _WORD.sub(_dutch, _ALONG.sub("mee", text))


def _plain(word: str) -> str:
    return word.casefold().replace("\u2019", "'")


def _dutch(found: re.Match[str]) -> str:
    word = _plain(found[0])
    return FRISIAN.get(word) or DUTCH_TOO.get(word) or found[0]
