"""What the database works out for itself: a severity follows from the behaviours, by nobody else.

Built from the code list, so that a change of the list asks for a migration.
"""

import pgtrigger
from django.db.models import Q

from incidents.codes import BEHAVIOURS, Severity


def severity_follows() -> Q:
    """Return the condition that a severity is the highest of its behaviours."""
    known = Q(behaviours__contained_by=[behaviour.number for behaviour in BEHAVIOURS])
    rule = Q()
    for severity in Severity:
        reached = Q(behaviours__overlap=[b.number for b in BEHAVIOURS if b.severity == severity])
        above = [b.number for b in BEHAVIOURS if b.severity > severity]
        is_highest = reached & ~Q(behaviours__overlap=above) if above else reached
        rule |= Q(severity=int(severity)) & is_highest
    return known & rule


_JUDGED_FAIRLY = """
SELECT severity, reported_by_id INTO told FROM incidents_incident WHERE id = NEW.incident_id;
IF NEW.judged_by_id = told.reported_by_id THEN
  RAISE EXCEPTION 'nobody judges their own report' USING ERRCODE = 'check_violation';
END IF;
IF NEW.severity >= told.severity THEN
  RAISE EXCEPTION 'a judgement only lowers a severity' USING ERRCODE = 'check_violation';
END IF;
IF NEW.reason = '' AND NEW.is_manner_right AND told.severity > 0 THEN
  RAISE EXCEPTION 'a milder reading has a reason' USING ERRCODE = 'check_violation';
END IF;
RETURN NEW;
"""
JUDGED_FAIRLY = pgtrigger.Trigger(
    name="judged_fairly",
    when=pgtrigger.Before,
    operation=pgtrigger.Insert,
    declare=[("told", "RECORD")],
    func=_JUDGED_FAIRLY,
)

_FIVE_FILES = """
IF (SELECT count(*) FROM incidents_attachment WHERE incident_id = NEW.incident_id) >= 5 THEN
  RAISE EXCEPTION 'a report holds five files' USING ERRCODE = 'check_violation';
END IF;
RETURN NEW;
"""
FIVE_FILES = pgtrigger.Trigger(
    name="five_files", when=pgtrigger.Before, operation=pgtrigger.Insert, func=_FIVE_FILES
)

# The reporter has said "heard" or wants no report; or two questions stayed without a reply.
_CLOSED_BY_REPLY = """
IF NEW.refused_at IS NULL AND NOT EXISTS (
  SELECT 1 FROM incidents_answer AS answer WHERE answer.incident_id = NEW.id AND (
    (answer.reply = 'heard' AND NEW.closed_by_id = NEW.reported_by_id)
    OR (answer.reply = '' AND NEW.closed_by_id IS NULL
        AND answer.asked_again_at <= NEW.closed_at - interval '336 hours')
  )
) THEN
  RAISE EXCEPTION 'only the reporter closes a report, or 14 days without a reply'
    USING ERRCODE = 'check_violation';
END IF;
RETURN NEW;
"""
CLOSED_BY_REPLY = pgtrigger.Trigger(
    name="closed_by_reply",
    when=pgtrigger.Before,
    operation=pgtrigger.UpdateOf("closed_at"),  # type: ignore[no-untyped-call] # not typed there
    condition=pgtrigger.Q(old__closed_at__isnull=True, new__closed_at__isnull=False),
    func=_CLOSED_BY_REPLY,
)

_PRAISED_BY_ANOTHER = """
IF EXISTS (
  SELECT 1 FROM incidents_incident WHERE id = NEW.incident_id AND reported_by_id = NEW.written_by_id
) THEN
  RAISE EXCEPTION 'nobody praises themself' USING ERRCODE = 'check_violation';
END IF;
RETURN NEW;
"""
PRAISED_BY_ANOTHER = pgtrigger.Trigger(
    name="praised_by_another",
    when=pgtrigger.Before,
    operation=pgtrigger.Insert,
    func=_PRAISED_BY_ANOTHER,
)
