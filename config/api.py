"""Addresses of API v1, its schema, and how tokens are described in it."""

from django.urls import path, re_path
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from drf_spectacular.views import SpectacularAPIView
from rest_framework.authentication import SessionAuthentication
from rest_framework.permissions import IsAuthenticated

from people.http import TokenAuthentication
from reports.api import ContactsView, CustomerContactsView, PlaceView, TrendsView
from wellbeing.api import CodesView, NothingHereView, ReportView


class TokenScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]
    """Describes `Authorization: Token …`."""

    target_class = TokenAuthentication
    name = "token"

    def get_security_definition(self, auto_schema: object) -> dict[str, str]:
        return {
            "type": "apiKey",
            "in": "header",
            "name": "Authorization",
            "description": "Token and the token that `manage.py token create` printed.",
        }


class SchemaView(SpectacularAPIView):
    """The schema, for people who are signed in and systems that have a token."""

    authentication_classes = (TokenAuthentication, SessionAuthentication)
    permission_classes = (IsAuthenticated,)


urlpatterns = [
    path("incidents/", ReportView.as_view(), name="api_incidents"),
    path("codes/", CodesView.as_view(), name="api_codes"),
    path("contacts/", ContactsView.as_view(), name="api_contacts"),
    path("customer-contacts/", CustomerContactsView.as_view(), name="api_customer_contacts"),
    path("trends/place/<uuid:public_id>/", PlaceView.as_view(), name="api_place"),
    path("trends/<str:period>/", TrendsView.as_view(), name="api_trends"),
    path("schema/", SchemaView.as_view(), name="api_schema"),
    re_path(r"^", NothingHereView.as_view(), name="api_nothing"),
]
