"""English days and times: the day before the month, the clock in 24 hours."""

DATE_FORMAT = "j F Y"
TIME_FORMAT = "H:i"
DATETIME_FORMAT = "j F Y, H:i"
# For narrow places.
DAY_AND_MONTH = "j M"
MONTH_AND_YEAR = "M Y"
MONTH_AND_SHORT_YEAR = "M y"
MONTH_ALONE = "M"
# The clock inside a sentence.
CLOCK = "H:i"
