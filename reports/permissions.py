"""Who may read the trends of the organisation."""

from people.models import User


def may_read_trends(user: User) -> bool:
    """HR alone; figures have passed disclosure control, yet they are not for everybody."""
    return user.is_hr


def may_drill(user: User) -> bool:
    """Go from a number to its reports: who may read every report anyway, the adviser."""
    return user.is_adviser
