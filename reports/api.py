"""API v1: another system sends contact numbers; HR reads the frozen figures of a period.

Sending the same numbers again changes nothing. Figures are the same object that the pages show.
"""

from http import HTTPStatus
from typing import Any
from uuid import UUID

from django.http import Http404
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.authentication import SessionAuthentication
from rest_framework.exceptions import ValidationError
from rest_framework.permissions import IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from incidents.serializers import ProblemSerializer
from people.http import HasScope, TokenAuthentication
from people.http.problems import PROBLEM
from people.models import ApiToken, User
from people.queries import database_now
from reports.exposure.lines import Kind
from reports.models import ContactIntake
from reports.operations.intake import (
    Terms,
    sentence,
    take_in_contacts,
    take_in_customer_contacts,
)
from reports.permissions import may_read_trends
from reports.queries.places import place_told
from reports.queries.told import REASON, NoPeriod, told_of
from reports.serializers import (
    ContactsSerializer,
    CustomerContactsSerializer,
    PlaceToldSerializer,
    RowsSerializer,
    TakenSerializer,
    TrendsSerializer,
)

ANSWERS: dict[Any, Any] = {
    200: TakenSerializer,
    **{
        (status.value, PROBLEM): ProblemSerializer
        for status in (
            HTTPStatus.BAD_REQUEST,
            HTTPStatus.UNAUTHORIZED,
            HTTPStatus.FORBIDDEN,
            HTTPStatus.NOT_ACCEPTABLE,
            HTTPStatus.UNSUPPORTED_MEDIA_TYPE,
            HTTPStatus.TOO_MANY_REQUESTS,
        )
    },
}


class _RowsView(APIView):
    """Rows by PUT or POST: a later row for the same replaces; bad rows are named by number."""

    permission_classes = (HasScope,)
    required_scope = ApiToken.Scope.CONTACTS_WRITE
    kind: Kind

    def take(self, request: Request) -> Response:
        """Keep all rows, or none when one is bad, unless bad ones may be left out."""
        sent = RowsSerializer(data=request.data)
        sent.is_valid(raise_exception=True)
        source, skips = ContactIntake.Source.API, sent.validated_data["skip_bad"]
        terms = Terms(source=source, name=str(request.auth), may_skip_bad=skips)
        take = take_in_customer_contacts if self.kind is Kind.CUSTOMERS else take_in_contacts
        taken = take(actor=None, rows=sent.to_rows(self.kind), terms=terms, now=database_now())
        if not taken.is_kept:
            faults = {f"rows.{bad.number}": [sentence(bad)] for bad in taken.bad}
            raise ValidationError(faults)
        left_out = [{"row": bad.number, "message": sentence(bad)} for bad in taken.bad]
        counts = {"new": taken.new, "changed": taken.changed, "same": taken.same}
        return Response({"rows": taken.lines, **counts, "left_out": left_out})


class ContactsView(_RowsView):
    """Contacts per day, team, product and channel."""

    kind = Kind.CONTACTS

    @extend_schema(operation_id="put_contacts", request=ContactsSerializer, responses=ANSWERS)
    def put(self, request: Request) -> Response:
        return self.take(request)

    @extend_schema(operation_id="send_contacts", request=ContactsSerializer, responses=ANSWERS)
    def post(self, request: Request) -> Response:
        return self.take(request)


class CustomerContactsView(_RowsView):
    """Contacts per customer and month."""

    kind = Kind.CUSTOMERS

    @extend_schema(
        operation_id="put_customer_contacts", request=CustomerContactsSerializer, responses=ANSWERS
    )
    def put(self, request: Request) -> Response:
        return self.take(request)

    @extend_schema(
        operation_id="send_customer_contacts",
        request=CustomerContactsSerializer,
        responses=ANSWERS,
    )
    def post(self, request: Request) -> Response:
        return self.take(request)


PROBLEMS: dict[Any, Any] = {
    (status.value, PROBLEM): ProblemSerializer
    for status in (
        HTTPStatus.BAD_REQUEST,
        HTTPStatus.UNAUTHORIZED,
        HTTPStatus.NOT_FOUND,
        HTTPStatus.NOT_ACCEPTABLE,
        HTTPStatus.TOO_MANY_REQUESTS,
    )
}
PERIOD = OpenApiParameter(
    "period", OpenApiTypes.STR, OpenApiParameter.PATH, description="2026-10, 2026-q4 or 2026."
)


class _FrozenView(APIView):
    """For HR who is signed in; filters are refused with the reason."""

    authentication_classes = (TokenAuthentication, SessionAuthentication)
    permission_classes = (IsAuthenticated,)

    def reader(self, request: Request) -> User:
        if not (isinstance(request.user, User) and may_read_trends(request.user)):
            raise Http404
        if request.query_params:
            raise ValidationError({name: [REASON] for name in request.query_params})
        return request.user


class TrendsView(_FrozenView):
    """The figures of a closed month, quarter or year, for HR who is signed in.

    There are no filters: another period or a part of the organisation is refused with the reason.
    """

    @extend_schema(
        operation_id="read_trends",
        parameters=[PERIOD],
        responses={200: TrendsSerializer, **PROBLEMS},
    )
    def get(self, request: Request, period: str) -> Response:
        reader = self.reader(request)
        try:
            told = told_of(reader, period)
        except NoPeriod as error:
            raise ValidationError({"period": [REASON]}) from error
        if told is None:
            raise Http404
        return Response(TrendsSerializer(told).data)


class PlaceView(_FrozenView):
    """One place or team, as each frozen report showed it, for HR who is signed in."""

    @extend_schema(operation_id="read_place", responses={200: PlaceToldSerializer, **PROBLEMS})
    def get(self, request: Request, public_id: UUID) -> Response:
        told = place_told(self.reader(request), public_id)
        if told is None:
            raise Http404
        return Response(PlaceToldSerializer(told).data)
