"""Curves: over a threshold, around the object, along a refinement.

pyqtgraph draws them and is imported when the first plot gets its first numbers, so that a window
opens without it.
"""

from explorer.views.plots.curve import CurvePlot
from explorer.views.plots.error import ErrorPlot
from explorer.views.plots.polar import PolarPlot

__all__ = ["CurvePlot", "ErrorPlot", "PolarPlot"]
