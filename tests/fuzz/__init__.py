"""Fuzzing of all that reads bytes and texts from outside; `build.py fuzz` runs it."""
