"""Papers to print, fill in and sign; the office may bring its own templates."""
