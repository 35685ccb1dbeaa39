"""Ordinary words that open a sentence or are shouted, in English and Dutch: they name nobody."""


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_ENGLISH = _words(
    """
    a about above accept across act actually add admit after again against agree ah all allow
    almost alone along already also although always am among an and another answer any anybody
    anyone anything anyway apart apologise apologies apparently are around arrive as ask asked
    asking at avoid away back bad be bear because become been before begin behind being below
    best better between beyond big both breathe bring but by bye call called calling calm can
    cannot can’t care careful carry change check choose clear clearly close come comes coming
    complain complaint complaints consider contact continue cool could couldn’t count cursing
    customer customers clients client daily damn day days dear decide deep describe despite did
    didn’t different do does doesn’t doing done don’t door down during each earlier early easy
    either eleven else end enough er even evening eventually ever every everybody everyone
    everything except exactly excuse expect explain facing false far fast feel few fifteen fifty
    finally find fine finish first five follow following for forget forty four from fuck full
    further get gets getting give gives giving go goes going gone good goodbye great guests had
    half hand hang happily hard has have haven’t having he hear heard hello help helping her here
    hers hey hi high him himself hindsight his hold holding home honestly hopefully how however
    hundred hung hurry i idiot idiots if ignore imagine immediately in indeed inside instead into
    is isn’t it its itself job just keep keeping kept kind kindly know knowing last late lately
    later laughing learn least leave leaving left less let let’s liar liars lies like listen
    listening little look looking loud louder lots lower luckily make makes making manager many
    may maybe me mean meanwhile meet mine minutes mistake mistakes moments more morning most
    mostly move much must my myself name name’s naming near nearly need neither never new next
    nice night nine no nobody none noon nor normally not note nothing notice now number obviously
    of off offer office often oh okay old on once one ones only open opening or order other others
    otherwise ought our ours ourselves out outside over own page part passers pause pay people
    perhaps person phone pick play please point politely practise prepare pretty probably promise
    pull push put question questions quick quickly quiet quietly quite raise rather reach read
    ready really reception refuse remember repeat reply report right role round rude run sadly
    safe safety said same saw say saying says second see seems seen send set seven several shall
    shame share she short shortly should shouldn’t shout shouted shouting show shut silence
    similarly simple simply since sit six slow slowly small so some somebody someone something
    sometimes somewhere soon sorry speak speaking staff stand standing start stay staying step
    stepping steps still stop straight strangers stupid such sudden suddenly sure swear swearing
    take taking talk talking team tell telling ten thank thanks that that’s the their theirs them
    themselves then there therefore these they thing things think third thirty this those though
    thought thousand threats three through time times to today together told tomorrow tonight too
    touch toward towards tried true trust try trying turn twelve twenty twice two under
    unfortunately unless until up upon upset us use using usually very visitors voice voices wait
    waiting walk want wants was wasn’t watch we weather week weeks welcome well we’re were weren’t
    what whatever what’s when whenever where whether which while who whole whoever whom whose why
    wife will with within without women won’t wonder words work worse would wouldn’t write wrong
    wow yeah year years yelling yes yesterday yet you young your you’re yours yourself husband
    mother father son daughter brother sister friend friends neighbour neighbours boss man men
    woman child children boy girl guy guys somebody’s nobody’s it’s he’s she’s i’m i’ve i’ll i’d
    they’re there’s here’s who’s how’s warn ending
    cross type sleep asleep sixty seventy eighty ninety handing funny
    """
)

_DUTCH = _words(
    """
    aan aandacht achter achteraf af afspraak al alle alleen allemaal alles als alsjeblieft
    alstublieft altijd ander andere anderen anders antwoord apart bedankt beetje begin begrijp
    behalve beide beiden bel belde beloof ben benoem bent bepaal bericht beschrijf best beste
    beter betreft bewaar bezoekers bied bij bijna binnen blijf blijkbaar blijven boven bovendien
    buiten buren buurman buurvrouw daar daarbij daarna daarnaast daarom daarop dag dagelijks
    dagen dan dank dankzij dat de deel denk der deur deze dezelfde dichtbij die direct dit
    doch dochter doe doen doet door dom domme doorgaans draai drie dus duidelijk duurt echt
    echter een eens eentje eerder eerlijk eerst eigen eigenlijk eind eindelijk elf elk elke
    ellende en enkel enkele er erg ergens even eventueel excuses fijn fout fouten ga gaan gaat
    gang geduld geef geen geld geleden geluk gelukkig gelul genoeg gewoon geweest gisteren god
    godverdomme goed goede goedemiddag goedemorgen graag groepje haal haar had halverwege hallo
    hand hard hebben hebt heeft heel heen helaas helder helemaal help hen herhaal het hield hierna
    hier hij hoe hoeveel hoewel hoezo hoi hoor hoort hopelijk hou houd houden hulp hun idioot
    idioten iedere iedereen iemand iets ieder ik in inderdaad informatie inmiddels intussen is
    ja jammer je jij jong jou jouw jullie juist kan kijk kijken kinderen kies klaar klacht
    klachten klant klanten klein klopt kom komen komt kort kortom kreeg krijg kun kunnen kunt
    kwart laat laatst laatste lach lang langs langzaam later leer leg leid leugenaar leugenaars
    leuk lees liefst liegen liever linksaf lijkt loop lopen los lukt luister luisteren maak maakt
    maandenlang maar mag maken man mannen mee meer meestal mens mensen met meteen mevrouw meneer
    midden mij mijn minder minuten misschien mocht moeder moest moet moeten mogelijk mogen
    momenten mooi morgen na naar naast namelijk natuurlijk nee neem nergens niemand niet niets
    nieuw nieuwe nodig noem nog nogmaals nooit normaal nou nu nummer of ofwel om omdat omhoog
    onder ondanks ondertussen onderweg ongelooflijk ongeveer ons onze onzin ook oke op open
    opeens opnieuw oprotten orde oud oude over overal overigens overleg pak papa pardon pas pauze
    per persoon plotseling praat praten precies probeer procedure publiek raar recht rechtsaf
    regel rot rug rust rustig samen schaam schande schelden schiet schreeuw schreeuwen schreef
    schrijf sinds situatie slecht slechts sluit snel sneller soms sommige sorry speel spreek sta
    staan staat stap stem stemmen steeds stel sterkte steun stil stilte stom stop straks streng
    stuk stuur tamelijk te tegen tegelijk telefoon tel telkens ten tenslotte tenzij terug terwijl
    tevens tien tijd tijdens toch toe toen tot totdat trouwens tussen twaalf twee tweede u uit
    uiteindelijk uiteraard uur uw vaak vader vader vaker vanaf vanavond vandaag vanmiddag
    vanmorgen vannacht vanochtend vanwege van veel veertig veilig veiligheid ver verder verdomme
    vergeet verkeerd vermijd vertel vier vind vindt vijf vlak vlakbij vlug voel voelt volgende
    volgens voor vooraf vooral voordat voortaan vorig vorige vraag vragen vreemd vriend vriendin
    vriendelijk vroeg vroeger vrouw vrouwen waar waarna waarom waarschijnlijk wacht wachten wanneer
    want waren was wat wees week weer weet weg weken wel welk welke welkom wellicht werk weten wie
    wij wil willen wilde wilt woorden word worden wordt wou zag zal ze zeg zegt zei zeiden zeker
    zelden zelf zelfs zes zet zeven ze zich zie ziek zien ziet zij zijn zin zo zoals zodat zodra
    zoek zoiets zolang zomaar zonder zou zouden zoon zucht zuchtend zulke zullen zus zwijg
    gedrag waarschuw ophangen streep beantwoord slapen typ merk weggaan spullen dertig vijftig
    zestig zeventig tachtig negentig onthoud delen draag draagt overdragen breng beslis grappig
    heet heten alweer gehoord gezien gezegd gedaan gebeurd gevraagd beeindig onderweg overslaan
    s avonds s morgens s nachts t is een-twee een-voor-een
    """
)

ORDINARY = _ENGLISH | _DUTCH

# Words that end so are made of other words; hardly any name does.
ENDINGS = (
    "tion",
    "ness",
    "ment",
    "ments",
    "tions",
    "heid",
    "heden",
    "lijk",
    "lijke",
    "tie",
    "ties",
)
