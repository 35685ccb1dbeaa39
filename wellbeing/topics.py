"""Which training helps with which behaviour; a behaviour without one is left out on purpose."""

from incidents.codes import BEHAVIOUR_BY_KEY, TOPIC_BY_KEY

_TOPIC_OF = {
    "shouting": "de_escalation",
    "swearing": "boundaries",
    "personal_insult": "boundaries",
    "pushing": "boundaries",
    "discrimination": "discrimination",
    "threat_words": "threats",
    "intimidation": "threats",
    "filming_or_posting_staff": "boundaries",
    "property": "threats",
    "spit_or_touch": "threats",
    "sexual": "discrimination",
    "disrespect": "boundaries",
    "threat_person_or_family": "threats",
    "persistence": "boundaries",
    "refuses_to_leave_or_hang_up": "boundaries",
    "review_or_legal_threat": "bad_news",
    "physical": "threats",
    "weapon": "threats",
    "humiliation_demand": "boundaries",
    "tense": "de_escalation",
}
WITHOUT_TOPIC = frozenset({"other"})

TOPIC_BY_BEHAVIOUR = {
    BEHAVIOUR_BY_KEY[behaviour].number: TOPIC_BY_KEY[topic].number
    for behaviour, topic in _TOPIC_OF.items()
}
