"""Spellings that say the same: closed lists of British and American forms, misspellings and contractions."""

import re
from functools import lru_cache
from itertools import pairwise

LONGEST_WORD = 60  # letters; what is longer is compared as it stands

# A form stands here only if no other English word, medicine or part of the body is written like it: a mistake that
# is a word of its own ("ilium" for "ileum", "complaint" for "compliant") cannot be told from a change of meaning.
_MISSPELLINGS = """
    teh=the hte=the thier=their whcih=which adn=and taht=that thsi=this becuase=because beacuse=because
    becasue=because accomodate=accommodate acheive=achieve acheived=achieved accross=across adress=address
    adquate=adequate agressive=aggressive allready=already apparant=apparent
    appearence=appearance aquire=acquire aquired=acquired arguement=argument begining=beginning beleive=believe
    benificial=beneficial catagory=category cheif=chief
    commited=committed committment=commitment comparision=comparison completly=completely
    concious=conscious conciousness=consciousness consistant=consistent continous=continuous decison=decision
    definately=definitely definitly=definitely desireable=desirable develope=develop
    develepment=development developement=development diagnosises=diagnoses diarhea=diarrhea diarhoea=diarrhea
    diarreah=diarrhea dissapear=disappear docter=doctor embarass=embarrass enviroment=environment
    excercise=exercise existance=existence experiance=experience fatique=fatigue febuary=february foriegn=foreign
    freind=friend goverment=government guarentee=guarantee happend=happened harrass=harass
    hemorrage=hemorrhage hemorhage=hemorrhage haemorrage=hemorrhage heigth=height hopsital=hospital
    hospitol=hospital immediatly=immediately imediately=immediately independant=independent infomation=information
    intrest=interest knowlege=knowledge maintainance=maintenance managment=management medecine=medicine
    medcine=medicine mesure=measure neccessary=necessary necessery=necessary necesary=necessary noticable=noticeable
    nieghbor=neighbor occassion=occasion occassionally=occasionally occured=occurred occurence=occurrence
    occuring=occurring occurrance=occurrence oppurtunity=opportunity orginal=original paitent=patient
    pateint=patient pateints=patients patinet=patient patinets=patients paitents=patients peice=piece
    percieve=perceive perscription=prescription persistant=persistent personell=personnel phamacist=pharmacist
    phyisician=physician physican=physician posession=possession practioner=practitioner prefered=preferred
    preperation=preparation presance=presence privelege=privilege probaly=probably proffesional=professional
    publically=publicly quantitiy=quantity questionaire=questionnaire reccomend=recommend recomend=recommend
    reccomended=recommended recomended=recommended recomendation=recommendation reccomendation=recommendation
    recieve=receive recieved=received recieves=receives recieving=receiving refered=referred refering=referring
    relevent=relevant religous=religious resistence=resistance responsability=responsibility rythm=rhythm
    seperate=separate seperated=separated seperately=separately severly=severely similiar=similar simpel=simple
    sucessful=successful succesful=successful successfull=successful surgury=surgery suprise=surprise
    swolen=swollen symtom=symptom symtoms=symptoms sympton=symptom symptons=symptoms tendancy=tendency
    theraphy=therapy thourough=thorough tommorow=tomorrow tommorrow=tomorrow tounge=tongue
    treatement=treatment treatements=treatments treatmant=treatment tretment=treatment truely=truly
    tumuor=tumor tumuour=tumor unfortunatly=unfortunately unneccessary=unnecessary usally=usually usefull=useful
    vaccum=vacuum vacinne=vaccine vegtable=vegetable vomitting=vomiting wierd=weird writting=writing
"""
_WORDS = """
    ageing=aging aluminium=aluminum amongst=among artefact=artifact artefacts=artifacts behaviourally=behaviorally
    biassed=biased café=cafe defence=defense dietician=dietitian dieticians=dietitians disc=disk discs=disks
    distil=distill enrol=enroll enrolment=enrollment enrols=enrolls fulfil=fulfill fulfilment=fulfillment
    fulfils=fulfills focussed=focused focussing=focusing instil=instill instils=instills judgement=judgment
    judgements=judgments acknowledgement=acknowledgment licence=license licences=licenses mould=mold moulds=molds
    mouldy=moldy naïve=naive offence=offense practise=practice practised=practiced practising=practicing
    practises=practices programme=program programmes=programs sceptic=skeptic sceptical=skeptical
    skilful=skillful skilfully=skillfully towards=toward manoeuvre=maneuver manoeuvres=maneuvers
    centre=center centres=centers centred=centered litre=liter litres=liters millilitre=milliliter
    millilitres=milliliters fibre=fiber fibres=fibers theatre=theater theatres=theaters centimetre=centimeter
    centimetres=centimeters millimetre=millimeter millimetres=millimeters kilometre=kilometer kilometres=kilometers
    analogue=analog analogues=analogs catalogue=catalog dialogue=dialog
"""
_SAME: dict[str, str] = dict(pair.split("=") for pair in (_MISSPELLINGS + _WORDS).split())

_PATTERNS = [
    (re.compile(pattern), form)
    for pattern, form in (
        (r"^((?:dis)?(?:tum|col|lab|od|behavi|fav|neighb|hon|flav|vap|hum|harb))our", r"\1or"),
        (r"(h)aem(?=[a-z])|(?<=[a-z])aem(?=i[ac])", r"\1em"),
        (r"oe(dem|soph|str)", r"e\1"),
        (r"(?<=f)(?:oe(?=t)|ae(?=c))", "e"),
        (r"(?<=p)ae(?=diatr|dic)", "e"),
        (r"ae(?=sth|tio)", "e"),
        (r"(?<=gyn)ae(?=c)", "e"),
        (r"(?<=rrh|.pn)oe", "e"),
        (r"^coeli", "celi"),
        (r"^cae(?=sar|siu|c)", "ce"),
        (r"^leuc(?=ocyt|open|emi)", "leuk"),
        (r"^sulph", "sulf"),
        (r"((?:ana|para|cata|dia|hydro)ly)s(?=e[ds]?$|ing$)", r"\1z"),
        (r"(?<!pri)(?<=...i)s(?=(?:e|es|ed|ing|ation|ations)$)", "z"),
        (r"(label|model|cancel|travel|signal|counsel)l(?=ed$|ing$|ors?$)", r"\1"),
    )
]

_NEGATED = """
    do does did is are was were has have had could should would might must need
"""
_IRREGULAR = {
    "can't": ("can", "not"),
    "cannot": ("can", "not"),
    "won't": ("will", "not"),
    "they're": ("they", "are"),
    "we're": ("we", "are"),
    "you're": ("you", "are"),
    "they've": ("they", "have"),
    "we've": ("we", "have"),
    "you've": ("you", "have"),
    "they'll": ("they", "will"),
    "we'll": ("we", "will"),
    "you'll": ("you", "will"),
    "healthcare": ("health", "care"),
    "wellbeing": ("well", "being"),
    "email": ("e", "mail"),
    "emails": ("e", "mails"),
    "percent": ("per", "cent"),
}
_SPLIT = {**{f"{word}n't": (word, "not") for word in _NEGATED.split()}, **_IRREGULAR}

# Between these a hyphen or a space is a matter of taste.
_COMPOUNDS = """
    long-term short-term follow-up check-up side-effect side-effects health-care well-being well-known e-mail e-mails
    x-ray x-rays half-life day-to-day up-to-date blood-pressure
"""
HYPHEN_OPTIONAL = frozenset(pair for word in _COMPOUNDS.split() for pair in pairwise(word.split("-")))


@lru_cache(maxsize=4_096)
def spelled(word: str) -> tuple[str, ...]:
    """The one form of a word in small letters that stands for all its spellings; a contraction is two words."""
    if len(word) > LONGEST_WORD:
        return (word,)
    if word in _SPLIT:
        return _SPLIT[word]
    word = _SAME.get(word, word)
    for pattern, form in _PATTERNS:
        word = pattern.sub(form, word)
    return (word,)
