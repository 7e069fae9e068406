"""Papers to be printed, filled in and signed: the program's own, or the office's."""
