"""Care: check-in series, owners and escalation, agreed support, training needs.

URLs: /, /mine/, /today/, /report/<id>/, /report/<id>/thanks/, /checkin/<id>/, /training/,
/training/courses/.
Permissions: a check-in is seen by its person and its present owner; a care note only by the
person and the one who held the talk; HR sees counts alone.
Models: CareSeries, SeriesReport, CheckIn, Escalation, CareNote, AgreedSupport, TrainingNeed,
Course, CourseAttendance, QuizVisit.
"""
