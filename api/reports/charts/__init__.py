"""Charts of a report as static SVG, drawn from a section's figures as they stand in its data.

Here belong shapes, places and marks: data in, text of an SVG element out. What does not: colours,
which the page's style gives by class, so that they follow light, dark, print and forced colours;
and any number that the figures do not hold, for which reason no axis has a scale and every point,
bar and tile carries its own value. `leather` projects and draws lines and axes: pure Python with
decimal arithmetic, nothing random and no font measured, so the same figures give the same bytes.
"""

from api.reports.charts.bars import bars
from api.reports.charts.reading import MARKS, Marked, marked, shared
from api.reports.charts.tiles import TILES, lettered, tiles
from api.reports.charts.trend import trend

__all__ = ["MARKS", "TILES", "Marked", "bars", "lettered", "marked", "shared", "tiles", "trend"]
