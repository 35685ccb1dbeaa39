"""What the database keeps watch over in care, whoever writes the row."""

import pgtrigger

# Nobody holds their own check-in, nor one about something they were part of or were hit by: a
# report of the person, or one that the person was offered care for.
_HELD_BY_ANOTHER = """
IF EXISTS (
  SELECT 1 FROM wellbeing_careseries WHERE id = NEW.series_id AND person_id = NEW.owner_id
) THEN
  RAISE EXCEPTION 'nobody holds their own check-in' USING ERRCODE = 'check_violation';
END IF;
IF EXISTS (
  SELECT 1 FROM (
    SELECT incident_id FROM wellbeing_seriesreport WHERE series_id = NEW.series_id
    UNION ALL
    SELECT incident_id FROM wellbeing_careoffer WHERE series_id = NEW.series_id
  ) AS told
  WHERE EXISTS (
    SELECT 1 FROM incidents_involvedcolleague AS named
      WHERE named.incident_id = told.incident_id AND named.person_id = NEW.owner_id
  ) OR EXISTS (
    SELECT 1 FROM incidents_witness AS there
      WHERE there.incident_id = told.incident_id AND there.person_id = NEW.owner_id
  ) OR EXISTS (
    SELECT 1 FROM incidents_incident AS hit
      WHERE hit.id = told.incident_id AND hit.reported_by_id = NEW.owner_id
  )
) THEN
  RAISE EXCEPTION 'who was part of it holds no check-in about it'
    USING ERRCODE = 'check_violation';
END IF;
-- Who gets it has not opened it yet.
IF TG_OP = 'UPDATE' AND NEW.owner_id IS DISTINCT FROM OLD.owner_id THEN
  NEW.opened_at := NULL;
END IF;
RETURN NEW;
"""
HELD_BY_ANOTHER = pgtrigger.Trigger(
    name="held_by_another",
    when=pgtrigger.Before,
    operation=pgtrigger.Insert | pgtrigger.UpdateOf("owner_id"),  # type: ignore[no-untyped-call] # not typed there
    func=_HELD_BY_ANOTHER,
)

# Calendars take the version of an event that was changed most often; nobody else counts for them.
# It is another event for who gets or gives it up, and none when it ends without a talk.
_CHANGES_COUNTED = """
NEW.times_changed := OLD.times_changed;
NEW.changed_at := OLD.changed_at;
IF (NEW.due_at, NEW.cancelled_at, NEW.owner_id, NEW.outcome IN ('', 'held'))
  IS DISTINCT FROM (OLD.due_at, OLD.cancelled_at, OLD.owner_id, OLD.outcome IN ('', 'held')) THEN
  NEW.times_changed := OLD.times_changed + 1;
  NEW.changed_at := statement_timestamp();
END IF;
RETURN NEW;
"""
CHANGES_COUNTED = pgtrigger.Trigger(
    name="changes_counted",
    when=pgtrigger.Before,
    operation=pgtrigger.Update,
    func=_CHANGES_COUNTED,
)

# Who was mailed a check-in for their calendar may have to be told; a sweep looks.
_COPIES_MARKED = """
UPDATE wellbeing_calendarcopy SET is_to_check = true WHERE checkin_id = NEW.id AND NOT is_to_check;
RETURN NULL;
"""
COPIES_MARKED = pgtrigger.Trigger(
    name="copies_marked",
    when=pgtrigger.After,
    operation=pgtrigger.Update,
    condition=pgtrigger.Condition("NEW.times_changed <> OLD.times_changed"),
    func=_COPIES_MARKED,
)
