"""What the database keeps watch over in care, whoever writes the row."""

import pgtrigger

# Nobody holds their own check-in, nor one about something they were part of.
_HELD_BY_ANOTHER = """
IF EXISTS (
  SELECT 1 FROM wellbeing_careseries WHERE id = NEW.series_id AND person_id = NEW.owner_id
) THEN
  RAISE EXCEPTION 'nobody holds their own check-in' USING ERRCODE = 'check_violation';
END IF;
IF EXISTS (
  SELECT 1 FROM wellbeing_seriesreport AS told
    JOIN incidents_involvedcolleague AS named ON named.incident_id = told.incident_id
    WHERE told.series_id = NEW.series_id AND named.person_id = NEW.owner_id
) OR EXISTS (
  SELECT 1 FROM wellbeing_seriesreport AS told
    JOIN incidents_witness AS there ON there.incident_id = told.incident_id
    WHERE told.series_id = NEW.series_id AND there.person_id = NEW.owner_id
) THEN
  RAISE EXCEPTION 'who was part of it holds no check-in about it'
    USING ERRCODE = 'check_violation';
END IF;
RETURN NEW;
"""
HELD_BY_ANOTHER = pgtrigger.Trigger(
    name="held_by_another",
    when=pgtrigger.Before,
    operation=pgtrigger.Insert | pgtrigger.UpdateOf("owner_id"),  # type: ignore[no-untyped-call] # not typed there
    func=_HELD_BY_ANOTHER,
)
