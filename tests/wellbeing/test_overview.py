"""Lists of reports."""

from incidents.models import Incident
from tests.cast import Cast
from tests.factories import IncidentFactory
from wellbeing.queries.overview import ReportFilter, reports_to_lead


def test_open_reports_leave_out_imported_history(cast: Cast) -> None:
    mine = {"team": cast.north, "reported_by": cast.ana}
    recent = IncidentFactory.create(**mine, source=Incident.Source.IMPORT)
    IncidentFactory.create(**mine, source=Incident.Source.IMPORT, answer_due_at=None)
    tense = IncidentFactory.create(**mine, answer_due_at=None)
    assert set(reports_to_lead(cast.max, ReportFilter(state="open"))) == {recent, tense}
    assert reports_to_lead(cast.max, ReportFilter()).count() == 3
