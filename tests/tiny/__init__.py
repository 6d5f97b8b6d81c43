"""An eleventh system, as small as one can be: which pixels of a picture are dark?

It has the five rooms of every system and nothing else. The tests register it with one line and
drive it through command line, engine and window; if another file had to change, they would fail.
"""
