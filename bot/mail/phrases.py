"""The words by which a closing is known: formulas of the whole country and of phones, functions, disclaimers.

All lower case and without accents, as ``signature`` compares them.
"""

GREETINGS = frozenset({
    "groet", "groeten", "groetjes", "groetje", "groete", "groets", "groetnis", "groetnissen", "groetn", "groetenis",
    "groetjs", "gegroet", "mvg", "mvrgr", "mvrg", "vrgr", "mvgr", "mvrgroet", "vrgroet", "hgr", "hartgr",
    "hoogachtend", "hoogachting", "regards", "sincerely", "grusse", "grussen", "gruss", "gruesse", "gruessen",
    "gruet", "gruten", "groetjen", "mfg", "cordialement", "salutations", "groetkes", "greetz", "grtz", "grtjs",
    "grtn", "grt",
    "hgroet",
})  # fmt: skip
"""These close a mail wherever a formula can stand."""

SHORT_GREETINGS = frozenset({
    "adiee",
    "gr", "houdoe", "houdoei", "moi", "moin", "goodgoan", "goodgaon", "ajuus", "ajuu", "ajeto", "doei", "doeg",
    "doeidoei", "liefs", "cheers", "ciao", "salut", "haije", "mazzel", "adieu", "adie", "best", "goudgoan", "hoje",
    "wiedersehen", "yours", "salu",
})  # fmt: skip
"""These also open or fill a sentence; they close one only on a short line of their own."""

PHRASES = (
    "oant sjen", "oant gau", "oant moarn", "mei freonlike", "mei groetnis", "mei heartlike", "met dank en",
    "tot ziens", "tot horens", "tot kiek", "gluck auf", "bien a vous", "bien cordialement", "goed gaan", "good goan",
    "goat good", "hou doe", "de mazzel", "best wishes", "all the best", "warm regards", "yours faithfully",
    "met collegiale", "with kind", "many thanks and", "adie wa", "agge mar", "hou je haaks", "in afwachting van uw",
    "vertrouwende u", "een goede groet", "sterkte en", "met de meeste hoogachting", "alde hoogachting", "glueck auf",
    "goud goan", "gooidgaon", "goodgaon", "goed gaon", "oant heden", "bij voorbaat dank", "vriendelijk groetend",
    "met gevoelens van",
)  # fmt: skip

THANKS = frozenset({
    "dank", "bedankt", "thanks", "thnx", "thx", "dankjewel", "alvast", "fijne", "prettig", "prettige", "succes", "top",
    "hallo", "hoi", "beste", "geachte", "dag", "goedemorgen", "goedemiddag", "akkoord", "ja", "nee", "ok", "oke",
})  # fmt: skip
"""No names, though they stand on a line of their own with a capital."""

FORMULAS = frozenset({
    "met", "m", "mei", "mit", "with", "een", "de", "onze", "mijn", "alvast", "nogmaals", "dank", "bedankt",
    "thanks", "thnx", "en", "and", "veel", "vele", "heel", "hele", "zeer", "kind", "best", "warm", "bij",
    "voorbaat", "freundlichen", "viele", "liebe", "fan", "ook", "namens", "vr", "v", "vriendelijk", "hartelijk",
    "hart", "vriend", "dankjewel", "uiteraard", "verder", "hartgroetende", "bien", "beaucoup", "many", "freonlike",
    "heartlike", "leave", "mee", "mie", "nen",
})  # fmt: skip
"""What may stand before the greeting itself."""

ADJECTIVES = frozenset({
    "vriendelijke", "hartelijke", "warme", "lieve", "zonnige", "collegiale", "sportieve", "beste", "goede",
    "democratische", "vrolijke", "bestuurlijke", "kameraadschappelijke", "feestelijke", "groene", "friese",
    "drentse", "brabantse", "limburgse", "zeeuwse", "twentse", "groningse",
    "genegen", "vriendelike", "hartelike", "freonlike", "besten", "herzlichen", "lieben", "schonen", "herzlichsten",
})  # fmt: skip

PARTICLES = frozenset({
    "van", "de", "der", "den", "ten", "ter", "te", "het", "'t", "'s", "in", "op", "aan", "la", "le", "el", "al",
    "von", "zu", "da", "do", "dos", "di", "du", "en",
})  # fmt: skip

TITLES = frozenset({
    "griffier", "raadsgriffier", "griffiemedewerker", "griffie", "wethouder", "burgemeester", "raadslid",
    "fractievoorzitter", "statenlid", "gemeentesecretaris", "secretaris", "adviseur", "beleidsadviseur",
    "beleidsmedewerker", "medewerker", "projectleider", "manager", "programmamanager", "programmaleider",
    "coordinator", "directeur", "hoofd", "teamleider", "strateeg", "jurist", "secretaresse", "assistent",
    "managementassistent", "bestuursadviseur", "communicatieadviseur", "planner", "procesregisseur",
    "wijkregisseur", "regisseur", "kwartiermaker", "verslaggever", "redacteur", "journalist", "freelance",
    "student", "stagiair", "trainee", "voorzitter", "penningmeester", "opbouwwerker", "ondernemer", "consultant",
    "onderzoeker", "docent", "lector", "hoogleraar", "ambtenaar", "kabinetschef", "woordvoerder", "plv",
    "waarnemend", "wnd", "inwoner", "bewoner", "senior", "junior", "helpdesk", "officer", "fractie", "commissielid",
    "burgerlid", "burgerraadslid", "accountmanager", "sales", "director", "fondsdirecteur",
})  # fmt: skip
ORGANISATIONS = frozenset({
    "gemeente", "gem", "gemeentehuis", "stadhuis", "raadhuis", "provincie", "waterschap", "afdeling", "afd", "team",
    "fractie", "stichting", "vereniging", "redactie", "secretariaat", "bestuurssecretariaat", "kabinet", "college",
    "ministerie", "universiteit", "hogeschool", "organisatie", "bv", "cooperatie", "dorpsraad", "wijkraad",
    "dorpsbelang", "bewonersbedrijf", "omroep", "krant", "postbus", "bureau", "directie", "cluster", "domein",
    "werkorganisatie", "griffie", "helpdesk",
})  # fmt: skip

FOOTER = (
    "verzonden vanaf", "verstuurd vanaf", "verzonden met", "verstuurd met", "verzonden vanuit", "verstuurd vanuit",
    "verzonden via", "verstuurd via", "outlook voor ", "outlook for ", "get outlook for", "download outlook",
    "sent from my", "sent from mail", "sent from outlook", "sent from yahoo", "sent from samsung", "sent via",
    "sent with",
    "sent from the", "gesendet von", "von meinem", "envoye de", "envoye depuis", "getypt op", "gestuurd vanaf",
    "gestuurd met", "vanaf mijn telefoon", "vanaf mijn mobiel", "ferstjoerd fan", "typefouten voorbehouden",
    "excuses voor typefouten", "denk aan het milieu", "denkt u aan het milieu", "please consider the environment",
    "disclaimer", "volg ons op", "volg ons via", "volg de gemeente", "this email has been scanned", "virusvrij",
    "deze e-mail is gecontroleerd op virussen", "this e-mail and any", "this email and any", "this message and any",
    "think before you print", "print deze", "proclaimer", "sendt fra min", "skickat fran min",
    "you received this message because you are subscribed", "dit bericht is verzonden vanaf",
    "deze mail is verstuurd vanaf", "sms me gerust",
)  # fmt: skip

DISCLAIMER = (
    "kunnen geen rechten worden ontleend", "geen rechten ontlenen", "uitsluitend bestemd voor", "niet de geadresseerde",
    "niet de beoogde ontvanger", "sluit elke aansprakelijkheid", "is vertrouwelijk", "vertrouwelijke informatie",
    "abusievelijk", "ten onrechte ontvangen", "per abuis", "not the intended recipient", "intended solely for",
    "intended only for", "is confidential", "confidential information", "voordat u deze e-mail print",
    "voordat u deze mail print", "voordat je deze mail print", "voor u deze e-mail print", "aansprakelijk voor schade",
    "geen aansprakelijkheid", "niet aansprakelijk", "bedoeld voor de geadresseerde", "bestemd voor de geadresseerde",
    "dit bericht kan informatie bevatten", "verzocht dit bericht te verwijderen", "milieu voordat",
    "bericht te verwijderen", "informatie verzonden met di", "niet voor u is bestemd", "niet voor u bestemd",
    "vertrauliche", "nicht der richtige adressat", "nicht der beabsichtigte", "informations confidentielles",
    "may be privileged", "legally privileged", "received this message in error", "received this email in error",
)  # fmt: skip
