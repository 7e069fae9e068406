"""Vetting at the desk: the board, the rounds, what each person has to do."""
