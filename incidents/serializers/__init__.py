"""What the API takes in and gives back; the rules are those of the form."""

from incidents.serializers.codes import CodesSerializer, ProblemSerializer, ReceiptSerializer
from incidents.serializers.report import ReportSerializer

__all__ = ["CodesSerializer", "ProblemSerializer", "ReceiptSerializer", "ReportSerializer"]
