"""Reports at the desk: the review report with its figures as of a day."""
