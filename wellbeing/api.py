"""API v1: other systems send a report and read the code lists."""

import hashlib
import json
from http import HTTPStatus
from typing import Any

from django.http import Http404
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.exceptions import APIException, ValidationError
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from incidents.codes import BEHAVIOUR_BY_KEY, HOLDERS, READINGS, WISHES, WordList
from incidents.codes.after import BEHAVED_BY, PREPARED
from incidents.operations import KeyReused, ReportRefused, SubmitKey
from incidents.queries import words
from incidents.serializers import (
    CodesSerializer,
    ProblemSerializer,
    ReceiptSerializer,
    ReportSerializer,
)
from people.http import HasScope
from people.http.problems import PROBLEM
from people.models import ApiToken
from people.queries import database_now
from wellbeing.operations.intake import Receipt, receipt_of_retry, take_in_report

KEY_HEADER = "Idempotency-Key"
KEY_MAX = 200
API_FIELDS = {
    "wish_when": "checkin_wish.when",
    "wish_at": "checkin_wish.at",
    "wish_with": "checkin_wish.with",
    "wish_buddy": "checkin_wish.buddy",
    "wish": "settlement.wish",
    "fix": "settlement.fix",
}


def problems(*statuses: HTTPStatus) -> dict[Any, Any]:
    """Return the error answers of an endpoint for the schema; all have one shape."""
    always = (
        HTTPStatus.UNAUTHORIZED,
        HTTPStatus.FORBIDDEN,
        HTTPStatus.NOT_ACCEPTABLE,
        HTTPStatus.TOO_MANY_REQUESTS,
    )
    return {(status.value, PROBLEM): ProblemSerializer for status in (*statuses, *always)}


class Conflict(APIException):
    """The key belongs to another report."""

    status_code = HTTPStatus.CONFLICT
    default_detail = _("Another report was sent under this key. Use a new key for a new report.")
    default_code = "conflict"


class ReportView(APIView):
    """Send a report of somebody who works here, once per key.

    A retry with the same key and body changes nothing. Without the name or for a colleague the
    rules are those of the form.
    """

    permission_classes = (HasScope,)
    required_scope = ApiToken.Scope.INCIDENT_CREATE

    @extend_schema(
        operation_id="send_report",
        request=ReportSerializer,
        parameters=[
            OpenApiParameter(
                KEY_HEADER, str, OpenApiParameter.HEADER, required=True,
                description="A text of your own, at most 200 characters, new for every report.",
            )
        ],
        responses={
            201: ReceiptSerializer,
            200: ReceiptSerializer,
            **problems(
                HTTPStatus.BAD_REQUEST, HTTPStatus.CONFLICT, HTTPStatus.UNSUPPORTED_MEDIA_TYPE
            ),
        },
    )  # fmt: skip
    def post(self, request: Request) -> Response:
        now = database_now()
        key = _key_of(request)
        serializer = ReportSerializer(data=request.data, context={"now": now})
        try:
            if not serializer.is_valid():
                receipt = _retried(key, serializer.errors)
            else:
                writer, report = serializer.writer(), serializer.report()
                receipt = take_in_report(actor=writer, report=report, key=key, now=now)
        except KeyReused:
            raise Conflict from None
        except ReportRefused as refused:
            raise ValidationError(_by_field(refused)) from None
        status = HTTPStatus.CREATED if receipt.is_new else HTTPStatus.OK
        return Response(receipt.body, status=status)


class CodesView(APIView):
    """The lists a report is made of, in the language asked for, hidden entries left out."""

    permission_classes = (HasScope,)
    required_scope = ApiToken.Scope.INCIDENT_CREATE

    @extend_schema(operation_id="read_codes", responses={200: CodesSerializer, **problems()})
    def get(self, request: Request) -> Response:
        return Response(
            {
                "behaviours": [
                    {**entry, "severity": f"S{BEHAVIOUR_BY_KEY[entry['key']].severity.value}"}
                    for entry in _entries(WordList.BEHAVIOUR)
                ],
                "readings": [
                    {"number": word.reading.value, "label": str(word.label)} for word in READINGS
                ],
                "channels": _entries(WordList.CHANNEL),
                "complaint_valid": _entries(WordList.COMPLAINT_VALID),
                "topics": _entries(WordList.TOPIC),
                "triggers": _entries(WordList.TRIGGER),
                "circumstances": _entries(WordList.CIRCUMSTANCE),
                "ladder": _entries(WordList.LADDER),
                "outcomes": _entries(WordList.OUTCOME),
                "relation_after": _entries(WordList.RELATION_AFTER),
                "behaved_by": [{"key": k.value, "label": str(v)} for k, v in BEHAVED_BY.items()],
                "prepared": [{"key": k.value, "label": str(v)} for k, v in PREPARED.items()],
                "wish_when": [{"key": k.value, "label": str(v)} for k, v in WISHES.items()],
                "wish_with": [{"key": k.value, "label": str(v)} for k, v in HOLDERS.items()],
            }
        )


class NothingHereView(APIView):
    """Answers addresses of the API that do not exist, as a problem."""

    authentication_classes = ()
    permission_classes = ()
    schema = None

    def initial(self, request: Request, *args: object, **kwargs: object) -> None:
        raise Http404


def _key_of(request: Request) -> SubmitKey:
    """Return the key of this submit, with a hash that tells a retry from another report."""
    key = request.headers.get(KEY_HEADER, "").strip()
    if not key:
        message = _("Send the header Idempotency-Key with a text that is new for every report.")
        raise ValidationError({KEY_HEADER: [message]})
    if len(key) > KEY_MAX:
        raise ValidationError({KEY_HEADER: [_("This is too long: 200 characters at most.")]})
    body = json.dumps(request.data, sort_keys=True)
    digest = hashlib.sha256(body.encode("utf-8", "surrogatepass")).hexdigest()
    return SubmitKey(f"token:{request.auth.pk}", key, digest)


def _retried(key: SubmitKey, errors: dict[str, Any]) -> Receipt:
    """A report that was accepted stays accepted, also when its moment has passed since."""
    receipt = receipt_of_retry(key)
    if receipt is None:
        raise ValidationError(errors)
    return receipt


def _by_field(refused: ReportRefused) -> dict[str, list[Any]]:
    return {
        API_FIELDS.get(problem.field, problem.field): [problem.message]
        for problem in refused.problems
    }


def _entries(word_list: WordList) -> list[dict[str, str]]:
    return [{"key": word.key, "label": word.label} for word in words(word_list)]
