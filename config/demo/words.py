"""The words of the demonstration, in English and Dutch. Everybody and everything is made up."""

from typing import NamedTuple


class Text(NamedTuple):
    """The same text in both languages."""

    en: str
    nl: str

    def in_(self, language: str) -> str:
        return self.nl if language == "nl" else self.en


FIRST = [
    "Noor",
    "Emma",
    "Tim",
    "Sanne",
    "Youssef",
    "Lotte",
    "Bram",
    "Fatima",
    "Daan",
    "Iris",
    "Karim",
    "Eva",
    "Joost",
    "Mila",
    "Sem",
    "Yara",
    "Ruben",
    "Femke",
    "Omar",
    "Lisa",
    "Thijs",
    "Aisha",
    "Niels",
    "Roos",
    "Hugo",
    "Samira",
    "Jelle",
    "Tess",
    "Bilal",
    "Maud",
    "Wout",
    "Nina",
    "Stijn",
    "Leyla",
    "Koen",
    "Jip",
    "Anouk",
    "Farid",
    "Merel",
    "Sjoerd",
]
LAST = [
    "de Wit",
    "Bakker",
    "Smit",
    "van Dijk",
    "Meijer",
    "de Boer",
    "Mulder",
    "Bos",
    "Vos",
    "Peters",
    "Hendriks",
    "van Leeuwen",
    "Dekker",
    "Brouwer",
    "Koning",
    "Yılmaz",
    "El Idrissi",
    "van den Berg",
    "Kaya",
    "Willems",
    "Postma",
    "Hofman",
    "Kuiper",
    "Dijkstra",
    "Schouten",
    "Verhoeven",
    "Prins",
    "Blom",
    "Huisman",
    "van Vliet",
]

SITES = (("Alkmaar", "Alkmaar"), ("Utrecht", "Utrecht"), ("Zwolle", "Zwolle"), ("Breda", "Breda"))

PRODUCTS = (
    ("electricity", Text("Electricity", "Stroom")),
    ("gas", Text("Gas", "Gas")),
    ("bill", Text("Energy bill", "Energierekening")),
    ("payments", Text("Payment arrangements", "Betalingsregelingen")),
    ("heat_pump", Text("Heat pump installation", "Warmtepomp plaatsen")),
    ("boiler", Text("Boiler service plan", "Ketelonderhoud")),
    ("solar", Text("Solar panels", "Zonnepanelen")),
    ("thermostat", Text("Smart thermostat", "Slimme thermostaat")),
    ("moving", Text("Moving house", "Verhuizen")),
    ("meter", Text("Meter readings", "Meterstanden")),
    ("charging", Text("Charging point", "Laadpaal")),
    ("returns", Text("Returns and warranty", "Retour en garantie")),
)

ROOT = Text("De Luwte Energie", "De Luwte Energie")
DEPARTMENTS = (
    ("contact", Text("Customer contact", "Klantcontact")),
    ("shops", Text("Shops", "Winkels")),
    ("field", Text("Field service", "Buitendienst")),
)


class TeamPlan(NamedTuple):
    """A team to make; `contacts` is its usual number of contacts on a working day."""

    key: str
    department: str
    site: int
    staff: int
    products: tuple[str, ...]
    channels: tuple[str, ...]
    contacts: int
    name: Text


_PHONE = ("phone",)
_WRITTEN = ("chat", "email")
_SHOP = ("counter", "store_floor")
_HOME = ("home_visit", "phone")
_BILLS = ("bill", "payments", "electricity", "gas", "meter")
_SALES = ("electricity", "gas", "solar", "thermostat", "charging", "moving")
_VISITS = ("heat_pump", "boiler", "solar", "charging", "thermostat", "meter")
_SHOPS = ("bill", "thermostat", "returns", "electricity", "charging")

TEAMS = (
    TeamPlan(
        "desk",
        "shops",
        0,
        14,
        ("bill", "payments", "returns", "moving"),
        ("counter",),
        150,
        Text("Service desk Alkmaar", "Servicebalie Alkmaar"),
    ),
    TeamPlan("shop_a", "shops", 0, 13, _SHOPS, _SHOP, 150, Text("Shop Alkmaar", "Winkel Alkmaar")),
    TeamPlan("shop_u", "shops", 1, 13, _SHOPS, _SHOP, 170, Text("Shop Utrecht", "Winkel Utrecht")),
    TeamPlan("shop_z", "shops", 2, 12, _SHOPS, _SHOP, 130, Text("Shop Zwolle", "Winkel Zwolle")),
    TeamPlan("shop_b", "shops", 3, 12, _SHOPS, _SHOP, 130, Text("Shop Breda", "Winkel Breda")),
    TeamPlan(
        "desk_u",
        "shops",
        1,
        12,
        ("bill", "payments", "moving"),
        ("counter",),
        120,
        Text("Service desk Utrecht", "Servicebalie Utrecht"),
    ),
    TeamPlan(
        "kiosk",
        "shops",
        3,
        5,
        ("thermostat", "returns"),
        _SHOP,
        40,
        Text("Station kiosk Breda", "Stationskiosk Breda"),
    ),
    TeamPlan("bills_1", "contact", 1, 15, _BILLS, _PHONE, 260, Text("Bills 1", "Rekeningen 1")),
    TeamPlan(
        "bills_2", "contact", 1, 15, _BILLS[::-1], _PHONE, 260, Text("Bills 2", "Rekeningen 2")
    ),
    TeamPlan("bills_3", "contact", 2, 14, _BILLS, _PHONE, 240, Text("Bills 3", "Rekeningen 3")),
    TeamPlan(
        "payments",
        "contact",
        2,
        13,
        ("payments", "bill"),
        _PHONE,
        180,
        Text("Payment help", "Betalingshulp"),
    ),
    TeamPlan("sales_1", "contact", 1, 14, _SALES, _PHONE, 220, Text("Sales 1", "Verkoop 1")),
    TeamPlan("sales_2", "contact", 3, 14, _SALES, _PHONE, 220, Text("Sales 2", "Verkoop 2")),
    TeamPlan(
        "online",
        "contact",
        1,
        16,
        (*_BILLS, "moving"),
        _WRITTEN,
        320,
        Text("Online", "Online"),
    ),
    TeamPlan(
        "planning",
        "contact",
        2,
        13,
        ("heat_pump", "boiler", "solar"),
        _PHONE,
        170,
        Text("Appointments", "Afspraken"),
    ),
    TeamPlan("field_n", "field", 0, 13, _VISITS, _HOME, 60, Text("Field north", "Buiten noord")),
    TeamPlan("field_e", "field", 2, 12, _VISITS, _HOME, 55, Text("Field east", "Buiten oost")),
    TeamPlan("field_s", "field", 3, 13, _VISITS, _HOME, 60, Text("Field south", "Buiten zuid")),
    TeamPlan("field_m", "field", 1, 12, _VISITS, _HOME, 55, Text("Field centre", "Buiten midden")),
    TeamPlan(
        "night",
        "field",
        1,
        6,
        ("boiler", "gas"),
        _HOME,
        20,
        Text("Night faults", "Nachtstoring"),
    ),
)

SMALL_FIRM = Text("Boiler repairs De Luwte", "Ketelreparatie De Luwte")
SMALL_TEAM = TeamPlan(
    "desk",
    "field",
    0,
    11,
    ("boiler", "gas", "thermostat"),
    ("phone", "home_visit"),
    40,
    SMALL_FIRM,
)

NARRATIVES = (
    Text(
        "Third appointment cancelled. Started shouting before I could look it up.",
        "Derde afspraak afgezegd. Begon te schreeuwen voordat ik het kon nakijken.",
    ),
    Text(
        "Wanted money back today. When I said I could not decide that, called me useless.",
        "Wilde vandaag geld terug. Toen ik zei dat ik dat niet mag beslissen, was ik waardeloos.",
    ),
    Text(
        "Leaned over the desk and would not step back when I asked.",
        "Boog over de balie en deed geen stap terug toen ik erom vroeg.",
    ),
    Text(
        "Kept calling back within minutes, five times in one afternoon.",
        "Belde steeds binnen een paar minuten terug, vijf keer op een middag.",
    ),
    Text(
        "Said: I know where you park.",
        "Zei: ik weet waar jij parkeert.",
    ),
    Text(
        "The bill was wrong, and we had promised a call twice. I do understand the anger.",
        "De rekening klopte niet, en we hadden twee keer beloofd te bellen. Ik snap de boosheid.",
    ),
    Text(
        "Filmed me and said it would be online tonight.",
        "Filmde mij en zei dat het vanavond online staat.",
    ),
    Text(
        "Remarks about my headscarf, twice. I ended the call after a warning.",
        "Opmerkingen over mijn hoofddoek, twee keer. Na een waarschuwing heb ik opgehangen.",
    ),
    Text(
        "Threw the box on the counter. Nobody was hit.",
        "Gooide de doos op de balie. Niemand werd geraakt.",
    ),
    Text(
        "A colleague came to stand with me, after that it got quieter.",
        "Een collega kwam bij me staan, daarna werd het rustiger.",
    ),
)

ANSWERS = (
    Text(
        "We called the customer together and said what we do not accept.",
        "We hebben de klant samen gebeld en gezegd wat we niet accepteren.",
    ),
    Text(
        "The bill was corrected, and the customer got an explanation by letter.",
        "De rekening is hersteld en de klant kreeg uitleg per brief.",
    ),
    Text(
        "Two colleagues go to this address from now on.",
        "Naar dit adres gaan we voortaan met twee collega’s.",
    ),
    Text(
        "We do nothing more with this: it happened once and the customer said sorry.",
        "We doen hier niets meer mee: het was één keer en de klant bood excuses aan.",
    ),
    Text(
        "The planner now calls customers herself when an appointment moves.",
        "De planner belt klanten nu zelf als een afspraak verschuift.",
    ),
)

AGREEMENTS = (
    Text("Two colleagues at every visit.", "Bij elk bezoek met twee collega’s."),
    Text("Calls go to the team lead.", "Telefoon gaat naar de teamleider."),
    Text("Write down what you promise, and by when.", "Schrijf op wat je belooft, en wanneer."),
)

SUPPORTS = (
    Text("Swap the Friday desk shift for two weeks", "Twee weken de vrijdagbalie ruilen"),
    Text("Sit next to each other on Monday", "Maandag naast elkaar zitten"),
    Text("Call the customer together", "De klant samen bellen"),
)

NOTES = (
    Text(
        "Says it is going better. Wants to leave it here.",
        "Zegt dat het beter gaat. Wil het hierbij laten.",
    ),
    Text(
        "Still thinks of it on the way home. Likes the plan.",
        "Denkt er onderweg naar huis nog aan. Blij met de afspraak.",
    ),
)
