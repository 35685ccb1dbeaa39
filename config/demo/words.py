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
        "The planner now calls customers first when an appointment moves.",
        "De planner belt klanten nu zelf als een afspraak verschuift.",
    ),
)

AGREEMENTS = (
    Text("Two colleagues at every visit.", "Bij elk bezoek met twee collega’s."),
    Text("Calls go to the team lead.", "Telefoon gaat naar de leidinggevende."),
    Text("Write down what you promise, and by when.", "Schrijf op wat je belooft, en wanneer."),
)

PROMISED = (
    Text("An answer today, also if the answer is no", "Vandaag antwoord, ook als het nee is"),
    Text("The new date for the visit", "De nieuwe datum voor het bezoek"),
    Text("Find out why the bill is so high", "Uitzoeken waarom de rekening zo hoog is"),
    Text("Call back about the refund", "Terugbellen over de terugbetaling"),
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
