"""The code lists, and the shapes of answers."""

from typing import Any

from rest_framework import serializers


class PlannedSerializer(serializers.Serializer[Any]):
    due_at = serializers.DateTimeField()


class ReceiptSerializer(serializers.Serializer[Any]):
    """What is certain once a report is in: its id, how serious it is, what is planned."""

    id = serializers.UUIDField()
    severity = serializers.ChoiceField(choices=["S0", "S1", "S2", "S3", "S4"])
    checkins = PlannedSerializer(many=True)


class FieldErrorSerializer(serializers.Serializer[Any]):
    field = serializers.CharField(allow_blank=True)
    message = serializers.CharField()


class ProblemSerializer(serializers.Serializer[Any]):
    """An error (RFC 9457); `errors` is there when a field is to blame."""

    status = serializers.IntegerField()
    title = serializers.CharField()
    detail = serializers.CharField(required=False)
    errors = FieldErrorSerializer(many=True, required=False)  # type: ignore[assignment]  # RFC name


class CodeSerializer(serializers.Serializer[Any]):
    """One entry of a list: the key to send and the word to show."""

    key = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment]  # a field called label


class BehaviourSerializer(CodeSerializer):
    severity = serializers.ChoiceField(choices=["S0", "S1", "S2", "S3", "S4"])


class ReadingSerializer(serializers.Serializer[Any]):
    number = serializers.IntegerField()
    label = serializers.CharField()  # type: ignore[assignment]  # a field called label


class CodesSerializer(serializers.Serializer[Any]):
    """The lists that a report is made of, in the reader's language."""

    behaviours = BehaviourSerializer(many=True)
    readings = ReadingSerializer(many=True)
    channels = CodeSerializer(many=True)
    complaint_valid = CodeSerializer(many=True)
    topics = CodeSerializer(many=True)
    wish_when = CodeSerializer(many=True)
    wish_with = CodeSerializer(many=True)
    triggers = CodeSerializer(many=True)
    circumstances = CodeSerializer(many=True)
    ladder = CodeSerializer(many=True)
    outcomes = CodeSerializer(many=True)
    relation_after = CodeSerializer(many=True)
    behaved_by = CodeSerializer(many=True)
    prepared = CodeSerializer(many=True)
