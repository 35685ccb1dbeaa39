"""Dutch days and times: months without a capital, 16.30 uur in sentences and 16:30 elsewhere."""

DATE_FORMAT = "j F Y"
TIME_FORMAT = "H:i"
DATETIME_FORMAT = r"j F Y \o\m H.i \u\u\r"
# For narrow places.
DAY_AND_MONTH = "j b"
MONTH_AND_YEAR = "b Y"
MONTH_AND_SHORT_YEAR = "b y"
MONTH_ALONE = "b"
# The clock inside a sentence.
CLOCK = r"H.i \u\u\r"
