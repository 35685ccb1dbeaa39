"""The database notes who may lead or be led by somebody else, and from which day on.

Triggers and not receivers: a row that was changed in bulk or by hand is noted as well. They ask
no clock: a day that is past is due at once.
"""

import pgtrigger

_AT_ONCE = "DATE '1970-01-01'"
_INTO = "INSERT INTO people_linechange (user_id, team_id, on_day) VALUES"

_PERIOD = f"""
IF TG_OP <> 'INSERT' THEN
  {_INTO} (OLD.user_id, NULL, OLD.starts_on);
END IF;
IF TG_OP <> 'DELETE' THEN
  {_INTO} (NEW.user_id, NULL, NEW.starts_on);
  IF NEW.ends_on IS NOT NULL THEN
    {_INTO} (NEW.user_id, NULL, NEW.ends_on + 1);
  END IF;
END IF;
RETURN NULL;
"""
_EVER = pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete


def period_noted(name: str) -> pgtrigger.Trigger:
    """Note the first day of a period, and the day after its last one."""
    return pgtrigger.Trigger(name=name, when=pgtrigger.After, operation=_EVER, func=_PERIOD)


ROLE_NOTED = pgtrigger.Trigger(
    name="role_noted",
    when=pgtrigger.After,
    operation=_EVER,
    func=f"""
    IF TG_OP <> 'INSERT' THEN
      {_INTO} (OLD.user_id, NULL, {_AT_ONCE});
    END IF;
    IF TG_OP <> 'DELETE' THEN
      {_INTO} (NEW.user_id, NULL, {_AT_ONCE});
    END IF;
    RETURN NULL;
    """,
)
ACCESS_NOTED = pgtrigger.Trigger(
    name="access_noted",
    when=pgtrigger.After,
    operation=pgtrigger.UpdateOf("is_active"),  # type: ignore[no-untyped-call] # not typed there
    func=f"{_INTO} (NEW.id, NULL, {_AT_ONCE}); RETURN NULL;",
)
TREE_NOTED = pgtrigger.Trigger(
    name="tree_noted",
    when=pgtrigger.After,
    operation=pgtrigger.UpdateOf("parent_id", "closed_on"),  # type: ignore[no-untyped-call] # as above
    func=f"{_INTO} (NULL, NEW.id, {_AT_ONCE}); RETURN NULL;",
)
