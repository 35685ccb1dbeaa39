"""What a stored picture may consist of. Nothing else is ever written into a page."""

TAGS = frozenset({"g", "path", "line", "rect", "circle", "text"})
PLACES = frozenset({"d", "x", "x1", "x2", "y", "y1", "y2", "cx", "cy", "r", "width", "height"})
LOOKS = frozenset({"class", "fill", "stroke", "stroke-width", "stroke-dasharray", "text-anchor"})
ENDS = frozenset({"stroke-linecap", "stroke-linejoin", "transform"})
ATTRIBUTES = PLACES | LOOKS | ENDS
