"""What may be done in care; each function is one transaction."""

from wellbeing.operations.away import NoCustomer, ask_to_be_kept_away
from wellbeing.operations.calendar import make_feed, note_feed_used, revoke_feed
from wellbeing.operations.choices import (
    AlreadyClaimed,
    CheckInClosed,
    choose_holder,
    claim_checkin,
    decline_care,
    end_care,
    move_checkin,
    note_opened,
)
from wellbeing.operations.circle import drop_slots_of
from wellbeing.operations.handover import (
    hand_over,
    hand_over_from,
    hand_over_of,
    recheck_holders,
)
from wellbeing.operations.impact import answer_impact
from wellbeing.operations.load import unwatch_load, watch_load
from wellbeing.operations.notes import NotAboutYou, correct_note
from wellbeing.operations.offers import (
    OfferAnswered,
    answer_offer,
    offer_care,
    repeat_offers,
    tie_offers,
)
from wellbeing.operations.plan import ask_for_checkin, plan_care
from wellbeing.operations.reflections import (
    LastDayOutOfReach,
    NotAnAdviser,
    NoteCannotBeOpened,
    NotTheAuthor,
    change_reflection,
    choose_last_day,
    note_reading,
    share_reflection,
    shred_reflection,
    sweep_reflections,
    take_back_reflection,
    write_reflection,
)
from wellbeing.operations.rotation import Rotation, rotate_reflections
from wellbeing.operations.rule import raise_needs_by_rule
from wellbeing.operations.standing import see_alert, sweep_alerts
from wellbeing.operations.support import (
    AskedBack,
    Happened,
    NotForYou,
    Support,
    SupportEnded,
    correct_support,
    finish_support,
    withdraw_support,
)
from wellbeing.operations.sweep import sweep_care
from wellbeing.operations.talks import NotTheHolder, Talk, hold_checkin
from wellbeing.operations.training import (
    NeedClosed,
    UnknownTopic,
    finish_need,
    finish_needs,
    plan_need,
    plan_needs,
    raise_need,
    refuse_need,
)
from wellbeing.operations.waiting import name_holder_involved, wait_for_holder
from wellbeing.operations.wishes import pass_on, wish_moment

__all__ = [
    "AlreadyClaimed",
    "AskedBack",
    "CheckInClosed",
    "Happened",
    "LastDayOutOfReach",
    "NeedClosed",
    "NoCustomer",
    "NotAboutYou",
    "NotAnAdviser",
    "NotForYou",
    "NotTheAuthor",
    "NotTheHolder",
    "NoteCannotBeOpened",
    "OfferAnswered",
    "Rotation",
    "Support",
    "SupportEnded",
    "Talk",
    "UnknownTopic",
    "answer_impact",
    "answer_offer",
    "ask_for_checkin",
    "ask_to_be_kept_away",
    "change_reflection",
    "choose_holder",
    "choose_last_day",
    "claim_checkin",
    "correct_note",
    "correct_support",
    "decline_care",
    "drop_slots_of",
    "end_care",
    "finish_need",
    "finish_needs",
    "finish_support",
    "hand_over",
    "hand_over_from",
    "hand_over_of",
    "hold_checkin",
    "make_feed",
    "move_checkin",
    "name_holder_involved",
    "note_feed_used",
    "note_opened",
    "note_reading",
    "offer_care",
    "pass_on",
    "plan_care",
    "plan_need",
    "plan_needs",
    "raise_need",
    "raise_needs_by_rule",
    "recheck_holders",
    "refuse_need",
    "repeat_offers",
    "revoke_feed",
    "rotate_reflections",
    "see_alert",
    "share_reflection",
    "shred_reflection",
    "sweep_alerts",
    "sweep_care",
    "sweep_reflections",
    "take_back_reflection",
    "tie_offers",
    "unwatch_load",
    "wait_for_holder",
    "watch_load",
    "wish_moment",
    "withdraw_support",
    "write_reflection",
]
