"""What the database itself refuses: a verdict of one, facts and steps that change afterwards."""

import pgtrigger

from incidents.codes.customer import MEASURES

_RESTRICTIONS = ", ".join(str(int(word.number)) for word in MEASURES if word.is_restriction)


def _refusing(*rules: tuple[str, str], returns: str = "NEW") -> str:
    """Return the body of a trigger that refuses each condition with its words."""
    checks = [
        f"IF {condition} THEN\n"
        f"  RAISE EXCEPTION '{words}' USING ERRCODE = 'check_violation';\nEND IF;\n"
        for condition, words in rules
    ]
    return "".join((*checks, f"RETURN {returns};"))


# One person's report is never that person's verdict.
_NOT_THE_REPORTER = _refusing(
    (
        """NEW.is_taken AND EXISTS (
  SELECT 1 FROM incidents_measureground g JOIN incidents_incident i ON i.id = g.incident_id
  WHERE g.measure_id = NEW.id
  AND (i.reported_by_id IN (NEW.decided_by_id, NEW.second_by_id)
    OR i.written_by_id IN (NEW.decided_by_id, NEW.second_by_id))
)""",
        "who reported it does not decide",
    )
)

# Nothing holds without facts, a letter, a rule that its version has, a warning that was given.
_FACTS_AND_LETTER = _refusing(
    (
        """NOT EXISTS (SELECT 1 FROM incidents_measureground WHERE measure_id = NEW.id)
  OR NOT EXISTS (SELECT 1 FROM incidents_letter WHERE measure_id = NEW.id)""",
        "a measure has facts and a letter",
    ),
    (
        """NEW.rule IS NOT NULL AND NEW.rule NOT BETWEEN 1 AND (
  SELECT count(*) FROM incidents_houserules rules,
  regexp_split_to_table(rules.text_en, '\\n') line
  WHERE rules.id = NEW.house_rules_id AND line ~ '\\S'
)""",
        "this version of the house rules has no such rule",
    ),
    (
        """NEW.earlier_warning_id IS NOT NULL AND NOT EXISTS (
  SELECT 1 FROM incidents_measure w
  WHERE w.id = NEW.earlier_warning_id AND w.is_taken AND w.id <> NEW.id
)""",
        "the earlier warning was never given",
    ),
    returns="NULL",
)

# When a restriction is taken, it has more than one person's words.
_MORE_THAN_ONE_VOICE = _refusing(
    (
        f"""NEW.kind IN ({_RESTRICTIONS})
  AND (SELECT count(DISTINCT i.reported_by_id) FROM incidents_measureground g
    JOIN incidents_incident i ON i.id = g.incident_id WHERE g.measure_id = NEW.id) < 2
  AND NOT EXISTS (SELECT 1 FROM incidents_measureground g
    JOIN incidents_attachment a ON a.incident_id = g.incident_id WHERE g.measure_id = NEW.id)
  AND NOT EXISTS (SELECT 1 FROM incidents_measureground g
    JOIN incidents_evidence e ON e.incident_id = g.incident_id WHERE g.measure_id = NEW.id
    AND (e.kind <> 'recording' OR e.checked_by_id IS NOT NULL))""",  # noqa: S608 - our own list
        "one voice alone carries no restriction",
    ),
    returns="NULL",
)

# A decision stays as it was taken; its end only comes nearer.
_STAYS_DECIDED = _refusing(
    (
        """NEW.is_taken IS DISTINCT FROM OLD.is_taken
  OR (NEW.kind, NEW.house_rules_id, NEW.rule, NEW.starts_on, NEW.earlier_warning_id)
    IS DISTINCT FROM
    (OLD.kind, OLD.house_rules_id, OLD.rule, OLD.starts_on, OLD.earlier_warning_id)
  OR (NEW.ends_on IS DISTINCT FROM OLD.ends_on AND NEW.ends_on > OLD.ends_on)
  OR (OLD.ended_at IS NOT NULL AND NEW.ended_at IS NULL)""",
        "what was decided stays, and never gets longer",
    )
)


def _when_taken(name: str, func: str, operation: pgtrigger.Operation) -> pgtrigger.Trigger:
    return pgtrigger.Trigger(
        name=name,
        when=pgtrigger.After,
        operation=operation,
        timing=pgtrigger.Deferred,
        condition=pgtrigger.Q(new__is_taken=True),
        func=func,
    )


MEASURE_TRIGGERS = (
    pgtrigger.Trigger(
        name="measure_not_by_reporter",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert | pgtrigger.Update,
        func=_NOT_THE_REPORTER,
    ),
    pgtrigger.Trigger(
        name="measure_stays_decided",
        when=pgtrigger.Before,
        operation=pgtrigger.Update,
        condition=pgtrigger.Q(old__is_taken__isnull=False),
        func=_STAYS_DECIDED,
    ),
    _when_taken("measure_facts_and_letter", _FACTS_AND_LETTER, pgtrigger.Insert | pgtrigger.Update),
    _when_taken(
        "measure_more_than_one_voice",
        _MORE_THAN_ONE_VOICE,
        pgtrigger.Insert | pgtrigger.UpdateOf("is_taken"),  # type: ignore[no-untyped-call]
    ),
)

# What was decided rests on facts that stay as they were.
FACTS_STAY = pgtrigger.Trigger(
    name="facts_of_decision_stay",
    when=pgtrigger.Before,
    operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
    func=_refusing(
        (
            """EXISTS (
  SELECT 1 FROM incidents_measure
  WHERE id IN (NEW.measure_id, OLD.measure_id) AND is_taken IS NOT NULL
)""",
            "it was decided on these facts: they stay",
        ),
        returns="COALESCE(NEW, OLD)",
    ),
)

# The words of the reporter do not become evidence by their own tick.
EVIDENCE_BY_OTHERS = pgtrigger.Trigger(
    name="evidence_by_others",
    when=pgtrigger.Before,
    operation=pgtrigger.Insert | pgtrigger.Update,
    func=_refusing(
        (
            """EXISTS (
  SELECT 1 FROM incidents_incident i WHERE i.id = NEW.incident_id
  AND (i.reported_by_id = NEW.checked_by_id
    OR (NEW.kind = 'manager' AND i.reported_by_id = NEW.added_by_id))
)""",
            "who reported it is no second person",
        )
    ),
)

# Who reported, wrote, decided or agreed does not answer the objection.
OBJECTION_BY_ANOTHER = pgtrigger.Trigger(
    name="objection_by_another",
    when=pgtrigger.Before,
    operation=pgtrigger.Insert | pgtrigger.Update,
    condition=pgtrigger.Q(new__decided_by__isnull=False),
    func=_refusing(
        (
            """EXISTS (
  SELECT 1 FROM incidents_measure m WHERE m.id = NEW.measure_id
  AND NEW.decided_by_id IN (m.decided_by_id, m.second_by_id, m.prepared_by_id)
) OR EXISTS (
  SELECT 1 FROM incidents_measureground g JOIN incidents_incident i ON i.id = g.incident_id
  WHERE g.measure_id = NEW.measure_id
  AND NEW.decided_by_id IN (i.reported_by_id, i.written_by_id)
)""",
            "who reported or decided does not answer it",
        )
    ),
)

# Nobody weighs a relation on their own reports; only who is newly named is looked at.
RELATION_BY_OTHERS = pgtrigger.Trigger(
    name="relation_by_others",
    when=pgtrigger.Before,
    operation=pgtrigger.Insert | pgtrigger.Update,
    func=_refusing(
        (
            """EXISTS (
  SELECT 1 FROM incidents_incident i WHERE i.customer_id = NEW.customer_id AND (
    (TG_OP = 'INSERT' OR NEW.decided_by_id IS DISTINCT FROM OLD.decided_by_id)
      AND NEW.decided_by_id IN (i.reported_by_id, i.written_by_id)
    OR (TG_OP = 'INSERT' OR NEW.second_by_id IS DISTINCT FROM OLD.second_by_id)
      AND NEW.second_by_id IN (i.reported_by_id, i.written_by_id)
  )
)""",
            "who reported it does not weigh the relation",
        )
    ),
)

# A letter that has left stays as it was.
LETTER_STAYS = pgtrigger.Protect(
    name="letter_sent_stays",
    operation=pgtrigger.Update | pgtrigger.Delete,
    condition=pgtrigger.Q(old__sent_on__isnull=False),
)

# The steps of a version are written together with it; a published one gets no more.
NO_STEP_LATER = pgtrigger.Trigger(
    name="procedure_no_step_later",
    when=pgtrigger.Before,
    operation=pgtrigger.Insert,
    func=_refusing(
        (
            """NOT EXISTS (
  SELECT 1 FROM incidents_procedure WHERE id = NEW.procedure_id AND written_in = txid_current()
)""",
            "a published version gets no more steps",
        )
    ),
)
