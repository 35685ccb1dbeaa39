"""Everything that runs by the clock, on one page. Beat only says "look now": due work is rows.

Each line says who notices when it stops.
"""

EVERYTHING = {
    # Reminds and escalates check-ins; Today shows late ones even when this stops.
    "sweep-care": {"task": "wellbeing.tasks.sweep_care", "schedule": 60.0},
    # Tells on alerts of care that has ended; Today of who was told shows them when this stops.
    "sweep-alerts": {"task": "wellbeing.tasks.sweep_alerts", "schedule": 60.0},
    # Puts new starters without their course on the training board; the list of courses shows who
    # is due even when this stops.
    "new-starters": {"task": "wellbeing.tasks.raise_needs_of_starters", "schedule": 3600.0},
    # Offers a check-in once more to a witness or helper who left it; when this stops for a while,
    # the offers come later, and Mine lets everybody ask for one.
    "repeat-offers": {"task": "wellbeing.tasks.repeat_offers", "schedule": 3600.0},
    # Marks check-ins with the wrong holder that no change announced; when this stops, the sweep
    # still follows every change.
    "recheck-holders": {"task": "wellbeing.tasks.recheck_holders", "schedule": 86400.0},
    # Reminds of answers that are owed and closes what nobody replies to; Today shows late answers
    # even when this stops.
    "sweep-answers": {"task": "incidents.tasks.sweep_answers", "schedule": 600.0},
    # Reminds of promises on their day and when they are late; Today and the list of promises show
    # late ones even when this stops.
    "sweep-promises": {"task": "incidents.tasks.sweep_promises", "schedule": 300.0},
    # Removes breaks nobody ended; one that stays shows on Today as cover that is needed.
    "sweep-breaks": {"task": "incidents.tasks.sweep_breaks", "schedule": 600.0},
    # Lets calls for help travel on; every page that listens does the same when this stops.
    "help-calls": {"task": "incidents.tasks.advance_help_calls", "schedule": 10.0},
    # Wakes phones for calls of help; a call that cannot wake anybody shows phone numbers.
    "send-pushes": {"task": "people.tasks.send_pushes", "schedule": 3.0},
    # Notes that measures are over; their last day ends them also when this stops.
    "end-measures": {"task": "incidents.tasks.end_measures", "schedule": 900.0},
    # Mails calendars what moved or does not go on; when this stops, the page of a check-in and the
    # address of a calendar show it all the same.
    "set-copies-right": {"task": "wellbeing.tasks.set_copies_right", "schedule": 60.0},
    # Sends what waits in the outbox; /readyz reports its age when this stops.
    "send-outbox": {"task": "people.tasks.send_outbox", "schedule": 20.0},
    # Deletes private notes on the day their author chose; "Just for me" shows a note that stays.
    "sweep-reflections": {"task": "wellbeing.tasks.sweep_reflections", "schedule": 3600.0},
    # Throws away files left behind by pages that failed; when this stops, the folder only grows.
    "sweep-files": {"task": "incidents.tasks.sweep_files", "schedule": 3600.0},
    # Freezes the report of the month that has closed; Trends says so when it is missing.
    "publish-months": {"task": "reports.tasks.publish_closed_months", "schedule": 300.0},
    # Counts the months anew that reports changed in; when this stops, the page that shows them says
    # of when they are, and its button does the same.
    "refresh-rollups": {"task": "reports.tasks.refresh_rollups", "schedule": 60.0},
    # Lets the engine look for patterns and works out what came of the steps on their cards; a new
    # step says that it waits for this.
    "look-at-patterns": {"task": "reports.tasks.look_at_patterns", "schedule": 86400.0},
    # Gives owners of pattern cards a task on the day of the second look; when this stops, the list
    # of patterns says which effect is due for a look.
    "remind-card-owners": {"task": "reports.tasks.remind_card_owners", "schedule": 3600.0},
    # Reads new files of the folder with contact numbers; the page Contacts shows the weeks that are
    # missing when this stops.
    "contacts-feed": {"task": "reports.tasks.read_contacts_feed", "schedule": 3600.0},
    # Erases ten minutes with a buddy after a week; when this stops, they lie a little longer.
    "forget-slots": {"task": "wellbeing.tasks.forget_slots", "schedule": 3600.0},
}
