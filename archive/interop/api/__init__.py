"""The JSON API: what the pages say, for programs; each address described by what serves it."""
