"""Showing journal entries in words."""

from __future__ import annotations

from django import template

from archive.ui.changes import act_label, in_words

register = template.Library()
register.filter(act_label)
register.simple_tag(in_words)
