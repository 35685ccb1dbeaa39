import pytest
from django.test import Client

from incidents.models import Draft
from tests.cast import Cast


@pytest.mark.parametrize("path", ["/report/new/draft/", "/customer-match/"])
def test_zero_byte_breaks_nothing(path: str, cast: Cast, client: Client) -> None:
    client.force_login(cast.ana)
    data = {"narrative": "a\x00b", "customer_ref": "K\x001"}
    assert client.post(path, data).status_code in {200, 302}
    for draft in Draft.objects.all():
        assert draft.data["narrative"] == ["ab"]
