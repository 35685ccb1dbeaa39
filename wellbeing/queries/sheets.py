"""Reports as they are shown: the title, the place and the facts in the organisation's words."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from django.db.models import QuerySet
from django.utils.text import capfirst

from incidents.codes import COMPLAINT_VALID, WordList
from incidents.models import Answer, Incident, Narrative, ReadingConsent
from incidents.queries import words
from people.models import User
from wellbeing.models import CheckIn, SeriesReport


@dataclass(frozen=True)
class Sheet:
    """One report for showing. The title says the behaviour and never names the customer."""

    incident: Incident
    behaviours: list[str]
    channel: str
    place: str
    complaint: str = ""
    answers: list[Answer] = field(default_factory=list)
    words: list[Narrative] = field(default_factory=list)
    can_open: bool = True
    is_withheld: bool = False

    @property
    def title(self) -> str:
        """What the customer did and where: "Raised their voice, swore. Counter, Alkmaar"."""
        return f"{capfirst(self.said)} · {self.place}" if self.place else capfirst(self.said)

    @property
    def severity(self) -> int:
        """How serious it was, for the person too; of a withheld report what was done alone."""
        is_bare = self.is_withheld
        return int(self.incident.severity if is_bare else self.incident.care_severity)

    @property
    def said(self) -> str:
        """What the customer did, in the words of the list."""
        return ", ".join(self.behaviours)

    @property
    def takes_answer(self) -> bool:
        """Whether the reporter waits for an answer, the first or another one."""
        is_open = self.incident.closed_at is None and self.incident.answer_due_at is not None
        return is_open and (not self.answers or self.state == Answer.Reply.NOT_YET)

    @property
    def state(self) -> str:
        """The reply to the newest answer; empty when there is no answer or it waits."""
        return self.answers[0].reply if self.answers else ""


class SheetMaker:
    """Makes sheets for one reader: three queries for any number of reports.

    Of a report the reader may not read yet a sheet has the day and the behaviours alone.
    """

    def __init__(self, reader: User) -> None:
        withheld = ReadingConsent.objects.withheld_from(reader)
        self._withheld = set(withheld.values_list("incident", flat=True))
        self._behaviours = words(WordList.BEHAVIOUR, with_hidden=True)
        self._channels = {w.number: w.label for w in words(WordList.CHANNEL, with_hidden=True)}

    def sheet(self, incident: Incident, *, with_answers: bool = False) -> Sheet:
        """Return one report for showing; `with_answers` wants them fetched before."""
        chosen = set(incident.behaviours)
        channel = self._channels.get(incident.channel, "")
        site = incident.site.name if incident.site is not None else incident.team.name
        made = Sheet(
            incident=incident,
            behaviours=[word.label for word in self._behaviours if word.number in chosen],
            channel=channel,
            place=f"{channel}, {site}",
            complaint=_complaint(incident),
            answers=list(incident.answers.all()) if with_answers else [],
        )
        return _withheld(made) if incident.pk in self._withheld else made

    def sheets(self, incidents: Iterable[Incident]) -> list[Sheet]:
        """Return a list of reports for showing, with their answers."""
        return [self.sheet(incident, with_answers=True) for incident in incidents]


def _complaint(incident: Incident) -> str:
    labels = {word.number: str(word.label) for word in COMPLAINT_VALID}
    return labels.get(incident.complaint_valid or 0, "")


def reports_of(checkin: CheckIn, reader: User) -> list[Sheet]:
    """Return the reports a check-in is about with the words, as far as the reader may see them.

    The holder of a talk is shown the reports of its series, newest first: nobody should have to
    tell them again. Of a report the reader could not open by itself they see the day and the
    behaviours, and the words only when the person lets their buddy read them.
    """
    rows = (
        SeriesReport.objects.filter(series=checkin.series)
        .select_related("incident__team", "incident__site")
        .order_by("-joined_at")[:3]
    )
    incidents = [row.incident for row in rows]
    readable = Incident.objects.visible_to(reader).filter(pk__in=[i.pk for i in incidents])
    open_to_reader = set(readable.values_list("pk", flat=True))
    told: dict[int, list[Narrative]] = {}
    own = _words_for(checkin, reader).exclude(part=Narrative.Part.FACTS)
    for narrative in own.filter(incident__in=incidents):
        told.setdefault(narrative.incident_id, []).append(narrative)
    maker = SheetMaker(reader)
    sheets = [maker.sheet(incident) for incident in incidents]
    return [
        sheet
        if sheet.is_withheld
        else _with_words(
            sheet, told.get(sheet.incident.pk, []), can_open=sheet.incident.pk in open_to_reader
        )
        for sheet in sheets
    ]


def _words_for(checkin: CheckIn, reader: User) -> QuerySet[Narrative]:
    """Return the words a reader may read: as anybody, or as the holder the person said yes to."""
    series = checkin.series
    is_buddy = reader.pk == series.wish_buddy_id == checkin.owner_id
    if is_buddy and series.may_buddy_read:
        return Narrative.objects.filter(incident__reported_by=series.person)
    words = Narrative.objects.visible_to(reader)
    if not checkin.is_open or checkin.owner_id != reader.pk:
        return words
    allowed = ReadingConsent.objects.filter(reader=reader, may_read=True)
    return words | Narrative.objects.filter(incident__in=allowed.values("incident"))


def _withheld(sheet: Sheet) -> Sheet:
    """The day and the behaviours alone, until the person says that the reader may read more."""
    return replace(sheet, channel="", place="", complaint="", can_open=False, is_withheld=True)


def _with_words(sheet: Sheet, told: list[Narrative], *, can_open: bool) -> Sheet:
    return replace(sheet, words=told, can_open=can_open)
