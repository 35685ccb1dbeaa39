"""The forms of the facts; the rules they follow are those of the operations."""

from incidents.forms.answers import AnswerForm, ReplyForm
from incidents.forms.customers import AgreementForm, SearchForm
from incidents.forms.details import DetailsForm
from incidents.forms.judgement import JudgementForm
from incidents.forms.report import ReportForm

__all__ = [
    "AgreementForm",
    "AnswerForm",
    "DetailsForm",
    "JudgementForm",
    "ReplyForm",
    "ReportForm",
    "SearchForm",
]
