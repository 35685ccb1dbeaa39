"""The words of masking: kinds, neutral words per language, and words that are no names."""

from enum import StrEnum


class Kind(StrEnum):
    """What a found piece of text gives away; the first of these wins where two overlap."""

    MAIL = "mail"
    LINK = "link"
    IBAN = "iban"
    CUSTOMER = "customer"
    COLLEAGUE = "colleague"
    PLACE = "place"
    ADDRESS = "address"
    POSTCODE = "postcode"
    PLATE = "plate"
    DATE = "date"
    TIME = "time"
    AMOUNT = "amount"
    PHONE = "phone"
    AGE = "age"
    NUMBER = "number"
    TITLED = "titled"
    INITIALS = "initials"
    NAME = "name"


NEUTRAL: dict[str, dict[Kind, str]] = {
    "en": {
        Kind.MAIL: "[mail address]",
        Kind.LINK: "[link]",
        Kind.IBAN: "[account number]",
        Kind.CUSTOMER: "the customer",
        Kind.COLLEAGUE: "a colleague",
        Kind.PLACE: "[place]",
        Kind.ADDRESS: "[address]",
        Kind.POSTCODE: "[postcode]",
        Kind.PLATE: "[number plate]",
        Kind.DATE: "[day]",
        Kind.TIME: "[time]",
        Kind.AMOUNT: "[amount]",
        Kind.PHONE: "[phone number]",
        Kind.AGE: "[age]",
        Kind.NUMBER: "[number]",
        Kind.TITLED: "[somebody]",
        Kind.INITIALS: "[somebody]",
        Kind.NAME: "[name]",
    },
    "nl": {
        Kind.MAIL: "[mailadres]",
        Kind.LINK: "[link]",
        Kind.IBAN: "[rekeningnummer]",
        Kind.CUSTOMER: "de klant",
        Kind.COLLEAGUE: "een collega",
        Kind.PLACE: "[plaats]",
        Kind.ADDRESS: "[adres]",
        Kind.POSTCODE: "[postcode]",
        Kind.PLATE: "[kenteken]",
        Kind.DATE: "[dag]",
        Kind.TIME: "[tijd]",
        Kind.AMOUNT: "[bedrag]",
        Kind.PHONE: "[telefoonnummer]",
        Kind.AGE: "[leeftijd]",
        Kind.NUMBER: "[nummer]",
        Kind.TITLED: "[iemand]",
        Kind.INITIALS: "[iemand]",
        Kind.NAME: "[naam]",
    },
}


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


# Small words inside a surname; alone they name nobody.
PARTICLES = _words(
    """
    van von de den der het ’t 't t ter ten te la le du des di da el al ben bin op in aan bij
    voor zu zum y e uit onder over tot
    """
)

# Names that are words too: they are looked for with a capital letter alone, so that "I will" and
# "een mooie roos" stay. A person looks at every hit that is left.
ALSO_WORDS = _words(
    """
    will mark may june april august rose roos max bo sem jip wit bakker smit visser mol vos
    prins kuiper jansen dekker jong groot klein lang kort koning boer brand berg dijk vis
    haas hond kok meester bos beer bloem bond brink day young long short king cook baker
    miller white black brown green grey gray wood hill stone lake field page price rich
    faith hope grace joy ivy daisy lily iris amber ruby pearl jade art bill bob don frank
    gene guy jack jay ken lance nick pat ray rob rod sue ted tom van vera wil wim bent bram
    eva fay hans hugo jet jip kim lee lot mees mila moon noor pip puk sam sky stan star sun
    tess tim toon vos wolf mees ster zee desk meer beek hoek veld huis berg bos laan poort
    water kamp heide north south east west noord zuid oost west balie team region regio
    centrum
    """
)

# Capitalised in the middle of a sentence without naming anybody.
NO_NAMES = _words(
    """
    i i’m i'm i’ll i'll i’ve i've i’d i'd u uw ik monday tuesday wednesday thursday friday
    saturday sunday january february march april may june july august september october
    november december maandag dinsdag woensdag donderdag vrijdag zaterdag zondag januari
    februari maart mei juni juli augustus oktober english dutch french german belgian
    turkish polish nederlands engels frans duits christmas easter kerst pasen pinksteren
    whatsapp facebook instagram google tiktok twitter linkedin teams outlook excel pdf ok
    okay tv hr god
    the a an this that these those my our your his her their its he she we they you it there then
    when if and but so or yes no not after before at on in de het een die dat deze dit mijn ons
    onze jouw zijn haar hun hij zij ze wij we jij je jullie er toen als en maar dus of ja nee niet
    na voor op bij wat wie waar hoe what who where how why
    """
)

TITLES = (
    "mevrouw|mevr|mw|meneer|mijnheer|dhr|heer|juffrouw|familie|fam|"
    "mister|missus|mr|mrs|ms|miss|madam|sir|dr|drs|prof|ir|ing|family"
)

MONTHS = (
    "january|february|march|april|may|june|july|august|september|october|november|december|"
    "januari|februari|maart|mei|juni|juli|augustus|oktober|"
    "jan|feb|febr|mar|mrt|apr|jun|jul|aug|sept|sep|oct|okt|nov|dec"
)

WEEKDAYS = (
    "(?:mon|tues|wednes|thurs|fri|satur|sun)days?|"
    "(?:maan|dins|woens|donder|vrij|zater|zon)dag[a-z]*"
)

HOURS = (
    "one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|"
    "een|twee|drie|vier|vijf|zes|zeven|acht|negen|tien|elf|twaalf"
)

STREETS_NL = (
    "straat|laan|weg|plein|gracht|kade|dijk|singel|steeg|dreef|boulevard|plantsoen|"
    "straatje|hof|pad|ring|haven|markt|park"
)
# Without a capital or a number only these are streets: "during" and "onderweg" are not.
SURE_STREETS = "straat|straatje|plein|gracht|singel|plantsoen"
STREETS_EN = (
    "street|st|road|rd|avenue|ave|lane|ln|drive|dr|square|sq|court|ct|close|way|place|pl|row|"
    "terrace|gardens|crescent|boulevard|blvd"
)
