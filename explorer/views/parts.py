"""The widgets that panels are made of, under one name. Importing it stays light."""

from explorer.views.buttons import Button, IconButton, LinkButton, explain
from explorer.views.choice import Choice, Segmented, SwitchRow
from explorer.views.columns import Column, Columns
from explorer.views.dot import Dot
from explorer.views.drawing import DrawCanvas, DrawTools
from explorer.views.gallery import Gallery
from explorer.views.layers import LayerLook, LayerStack
from explorer.views.layout import (
    Card,
    Chevron,
    ColumnHeader,
    Elided,
    Heading,
    Paragraph,
    hairline,
    label,
)
from explorer.views.legend import ColourBar, Legend
from explorer.views.mask import MaskCanvas, MaskTools
from explorer.views.messages import EmptyState, ErrorCard
from explorer.views.palette import Command, Palette
from explorer.views.paper import PaperCard
from explorer.views.plots import CurvePlot, ErrorPlot, PolarPlot
from explorer.views.poses import Box, PoseCanvas
from explorer.views.refine import RefineCard
from explorer.views.slider import SliderRow
from explorer.views.status import StatusLine
from explorer.views.tables import NumberTable, Row
from explorer.views.tiles import ImageTile
from explorer.views.toast import Toast
from explorer.views.ways import Ways
from explorer.views.wheel import AzimuthWheel

__all__ = [
    "AzimuthWheel",
    "Box",
    "Button",
    "Card",
    "Chevron",
    "Choice",
    "ColourBar",
    "Column",
    "ColumnHeader",
    "Columns",
    "Command",
    "CurvePlot",
    "Dot",
    "DrawCanvas",
    "DrawTools",
    "Elided",
    "EmptyState",
    "ErrorCard",
    "ErrorPlot",
    "Gallery",
    "Heading",
    "IconButton",
    "ImageTile",
    "LayerLook",
    "LayerStack",
    "Legend",
    "LinkButton",
    "MaskCanvas",
    "MaskTools",
    "NumberTable",
    "Palette",
    "PaperCard",
    "Paragraph",
    "PolarPlot",
    "PoseCanvas",
    "RefineCard",
    "Row",
    "Segmented",
    "SliderRow",
    "StatusLine",
    "SwitchRow",
    "Toast",
    "Ways",
    "explain",
    "hairline",
    "label",
]
