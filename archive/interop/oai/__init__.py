"""OAI-PMH 2.0: what is open to everybody, for catalogues that gather from many."""
