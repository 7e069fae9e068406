"""Going through the holdings: what an address narrows them by, and how many of each it leaves."""
