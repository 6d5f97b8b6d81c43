"""The real window, driven by a program: its pictures, a monkey, and a demonstration.

Everything here does what a person does, on the window that a person gets: nothing is mocked.
"""
