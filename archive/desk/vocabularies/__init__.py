"""The vocabularies from which descriptions are made: added to, renamed, retired."""
