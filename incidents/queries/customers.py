"""Reading facts across rows."""

from django.db.models import Q

from incidents.identity import normal_phone, normal_reference
from incidents.models import Customer


def known_customer(reference: str) -> Customer | None:
    """Return the customer whose number, phone or mail is exactly this, however it is spaced."""
    matches = Q(identity__reference=normal_reference(reference))
    phone = normal_phone(reference)
    if phone:
        matches |= Q(identity__phone=phone)
    if "@" in reference:
        matches |= Q(identity__email=normal_reference(reference))
    return Customer.objects.filter(matches).order_by("id").first()
