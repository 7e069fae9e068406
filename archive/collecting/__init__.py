"""Witnesses to be met: register, urgency, campaigns, appointments."""
