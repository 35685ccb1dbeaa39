"""API v1: HR reads a frozen month, quarter or year, the same object that the pages show."""

from http import HTTPStatus
from typing import Any

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
from people.http import TokenAuthentication
from people.http.problems import PROBLEM
from people.models import User
from reports.permissions import may_read_trends
from reports.queries.told import NoPeriod, told_of
from reports.refusal import REASON
from reports.trends_serializers import TrendsSerializer

ANSWERS: dict[Any, Any] = {
    200: TrendsSerializer,
    **{
        (status.value, PROBLEM): ProblemSerializer
        for status in (
            HTTPStatus.BAD_REQUEST,
            HTTPStatus.UNAUTHORIZED,
            HTTPStatus.NOT_FOUND,
            HTTPStatus.NOT_ACCEPTABLE,
            HTTPStatus.TOO_MANY_REQUESTS,
        )
    },
}
PERIOD = OpenApiParameter(
    "period", OpenApiTypes.STR, OpenApiParameter.PATH, description="2026-10, 2026-q4 or 2026."
)


class TrendsView(APIView):
    """The figures of a closed month, quarter or year, for HR who is signed in.

    There are no filters: another period or a part of the organisation is refused with the reason.
    """

    authentication_classes = (TokenAuthentication, SessionAuthentication)
    permission_classes = (IsAuthenticated,)

    @extend_schema(operation_id="read_trends", parameters=[PERIOD], responses=ANSWERS)
    def get(self, request: Request, period: str) -> Response:
        if not (isinstance(request.user, User) and may_read_trends(request.user)):
            raise Http404
        if request.query_params:
            raise ValidationError({name: [REASON] for name in request.query_params})
        try:
            told = told_of(request.user, period)
        except NoPeriod as error:
            raise ValidationError({"period": [REASON]}) from error
        if told is None:
            raise Http404
        return Response(TrendsSerializer(told).data)
