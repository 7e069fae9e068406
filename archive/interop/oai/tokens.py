"""Resumption tokens: all that the next part of a list needs to know, signed and kept nowhere.

They hold the place where the list goes on and not how far it has come, so that a page costs the
same however deep it lies, and they do not expire.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.core import signing

from archive.interop.oai.arguments import Asked, OaiError

_SALT = "archive.interop.oai"


@dataclass(frozen=True)
class Token:
    """Where a list goes on: after `place`, with the arguments it began with.

    `cursor` counts what was given before, `size` what there was of it when it began.
    """

    verb: str
    arguments: dict[str, str]
    place: tuple[int, int] = (0, 0)
    cursor: int = 0
    size: int = 0

    @property
    def is_first(self) -> bool:
        return not self.cursor

    def written(self) -> str:
        said = [self.verb, self.arguments, *self.place, self.cursor, self.size]
        return signing.dumps(said, salt=_SALT)


def of(asked: Asked) -> Token:
    """Return where the list asked for goes on, or begins.

    Raises `OaiError` for a token that is not ours, or another verb's.
    """
    if asked.token is None:
        return Token(asked.verb, asked.arguments)
    try:
        said = signing.loads(asked.token, salt=_SALT)
    except signing.BadSignature:
        raise wrong("This resumptionToken was not given here.") from None
    token = Token(said[0], said[1], (said[2], said[3]), said[4], said[5])
    if token.verb != asked.verb:
        raise wrong(f"This resumptionToken goes on with {token.verb}.")
    return token


def wrong(message: str) -> OaiError:
    return OaiError("badResumptionToken", message)
