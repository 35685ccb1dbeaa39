"""How letters are worded here, and what has to be settled before one may leave."""

from django.utils import translation

from incidents.codes import COMPLAINT_VALID_BY_KEY
from incidents.codes.letters import TEXTS, LetterKind
from incidents.models import Complaint, Judgement, LetterTemplate, Measure

_WE_WERE_WRONG = [COMPLAINT_VALID_BY_KEY[key].number for key in ("valid", "partly")]


def wording(kind: LetterKind, language: str) -> tuple[str, str]:
    """Return subject and text of a letter: the organisation's own, else the built-in one."""
    own = LetterTemplate.objects.filter(kind=kind.value, language=language).first()
    return (own.subject, own.body) if own else built_in(kind, language)


def built_in(kind: LetterKind, language: str) -> tuple[str, str]:
    """Return the built-in subject and text of a letter in a language."""
    text = TEXTS[kind]
    with translation.override(language):
        return str(text.subject), "\n\n".join(str(part) for part in text.paragraphs)


def own_wordings() -> set[tuple[str, str]]:
    """Return which letters the organisation worded itself."""
    return set(LetterTemplate.objects.values_list("kind", "language"))


def complaint_in_the_way(measure: Measure) -> bool:
    """Say whether a complaint that was right has no owner or date yet; a settled one has."""
    wrong = _where_we_were_wrong(measure)
    settled = Complaint.objects.filter(incident__in=wrong, closed_at__isnull=False)
    owned = Complaint.objects.filter(incident__in=wrong, owner__isnull=False, due_on__isnull=False)
    return len({*settled.values_list("incident"), *owned.values_list("incident")}) < len(wrong)


def apology_due(measure: Measure) -> bool:
    """Say whether one of the complaints calls for our apology."""
    return Complaint.objects.filter(
        incident__grounds__measure=measure, is_apology_due=True
    ).exists()


def _where_we_were_wrong(measure: Measure) -> list[int]:
    """Return the reports whose latest judgement found that the complaint was right, or partly."""
    judged = Judgement.objects.filter(incident__grounds__measure=measure)
    latest = dict(judged.order_by("judged_at", "pk").values_list("incident", "complaint_valid"))
    return [incident for incident, valid in latest.items() if valid in _WE_WERE_WRONG]
