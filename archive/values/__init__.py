"""Dates, Vietnamese text, timecodes, reference codes: plain Python, no Django."""
