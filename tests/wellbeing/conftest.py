"""People whom several stories of care need."""

import pytest

from people.models import RoleGrant, User
from tests.cast import Cast
from tests.factories import MembershipFactory, UserFactory


@pytest.fixture
def buddy(cast: Cast) -> User:
    """Bea works at the other desk and was trained."""
    bea = UserFactory.create(name="Bea Blom")
    MembershipFactory.create(user=bea, team=cast.south)
    RoleGrant.objects.create(user=bea, role=RoleGrant.Role.BUDDY)
    return bea
