"""What the demonstration is made of: sites, products, departments and teams."""

from typing import NamedTuple

from config.demo.words import Text

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
