"""Deposit, secrecy, format, fixity, derivatives, text, audio."""
