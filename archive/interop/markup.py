"""Building XML of one namespace: nothing that was not said becomes an element or an attribute."""

from __future__ import annotations

from typing import Any

from lxml import etree

from archive.values.text import for_xml

Element = Any  # lxml's element, whose stubs know less than it does
Inside = Any  # an element, a text, or None for what is not there

_ALWAYS = {"xml": "http://www.w3.org/XML/1998/namespace"}


class Markup:
    """The elements of one namespace, called by name: `mods("note", text, type="rights")`."""

    def __init__(self, namespace: str, prefix: str, **others: str) -> None:
        self._tag = f"{{{namespace}}}"
        self._known = others | _ALWAYS
        # Once for all: a finding aid has millions of elements.
        self._declared: Any = {prefix or None: namespace} | others

    def __call__(self, name: str, *inside: Inside, **facts: Any) -> Element:
        """Return an element; of `facts` those that are None are left out.

        One of another namespace, as `xlink__href`, begins with what that is called here.
        """
        made = etree.Element(self._tag + name, nsmap=self._declared)
        for fact, value in facts.items():
            if value is not None:
                made.set(self._fact(fact), for_xml(str(value)))
        for each in inside:
            if isinstance(each, str):
                _write(made, for_xml(each))
            elif each is not None:
                made.append(each)
        return made

    def told(self, name: str, text: str, **facts: Any) -> Element | None:
        """Return an element that says `text`; None where there is nothing to say."""
        return self(name, text.strip(), **facts) if for_xml(text).strip() else None

    def _fact(self, fact: str) -> str:
        prefix, mark, name = fact.rpartition("__")
        return f"{{{self._known[prefix]}}}{name}" if mark else name


def whole(root: Element) -> bytes:
    """Return a document as it is kept: UTF-8, declared, a line an element."""
    written: bytes = etree.tostring(root, encoding="UTF-8", xml_declaration=True, pretty_print=True)
    return written


def _write(made: Element, text: str) -> None:
    if len(made):
        made[-1].tail = (made[-1].tail or "") + text
    else:
        made.text = (made.text or "") + text
