from incidents.models.answer import Answer
from incidents.models.customer import Agreement, Customer, CustomerIdentity
from incidents.models.incident import Draft, Incident, Narrative
from incidents.models.words import CodeWord, Product

__all__ = [
    "Agreement",
    "Answer",
    "CodeWord",
    "Customer",
    "CustomerIdentity",
    "Draft",
    "Incident",
    "Narrative",
    "Product",
]
