"""Going through the holdings with filters, and the ways in on the home page."""
