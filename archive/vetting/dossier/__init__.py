"""A round as one file that a third party can check without this program."""
