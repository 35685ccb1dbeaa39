"""Who may read the trends of the organisation, and who decides about patterns."""

from people.models import User


def may_read_trends(user: User) -> bool:
    """HR alone; figures have passed disclosure control, yet they are not for everybody."""
    return user.is_hr


def may_read_every_unit(user: User) -> bool:
    """HR and the works council watch over all units; everybody else reads their own."""
    return user.is_hr or user.is_council


def may_read_setting_changes(user: User) -> bool:
    """Who watches over the settings, and who sets them."""
    return user.is_council or user.is_hr or user.is_admin


def may_follow_patterns(user: User) -> bool:
    """HR decides about patterns of products, who leads a team about those of its customers."""
    return user.is_hr or user.is_manager


def may_drill(user: User) -> bool:
    """Go from a number to its reports: who may read every report anyway, the adviser."""
    return user.is_adviser


def may_take_in_contacts(user: User) -> bool:
    """Bring contact numbers in, as every other sheet: HR and administrators."""
    return user.is_hr or user.is_admin


def may_count_reports(user: User) -> bool:
    """Count reports as they are now: who may open each of them anyway."""
    return user.is_manager or user.is_adviser
