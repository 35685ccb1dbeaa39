from people.permissions import may_make_slip
from tests.cast import Cast


def test_slip_is_not_for_who_signs_in_by_mail(cast: Cast) -> None:
    """A slip opens an account; who has a password and mail gets a link that only they can read."""
    assert may_make_slip(cast.max, cast.ana), "has mail, but never chose a password"
    cast.ana.set_password("walk-on-the-beach")
    assert not may_make_slip(cast.max, cast.ana)
    assert not may_make_slip(cast.bo, cast.ana)
    cast.ana.email = None
    assert may_make_slip(cast.max, cast.ana)
