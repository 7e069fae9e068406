"""Procedures, competent bodies, rounds, councils, conclusions."""
