"""Compiled histories and chronicles, their milestones, the sources they cite."""
