"""Who may change what on a record."""

from __future__ import annotations

from archive.access.audiences import administers, offices_of
from archive.accounts.models import Role, User
from archive.catalogue.models import Collection, Record, Transcript


def may_describe(user: User, record: Record) -> bool:
    """Tell whether `user` may change the description and the files of `record`."""
    return user.has_role(Role.ARCHIVIST, Role.OFFICE_HEAD) and _is_own(user, record)


def may_release(user: User, record: Record) -> bool:
    """Tell whether `user` may open `record` to readers or take it back: the office head's act."""
    return user.has_role(Role.OFFICE_HEAD) and _is_own(user, record)


def may_register(user: User) -> bool:
    """Tell whether `user` may enter new records for their own office."""
    return user.has_role(Role.ARCHIVIST, Role.OFFICE_HEAD) and user.office_id is not None


def may_arrange(user: User) -> bool:
    """Tell whether `user` may open, describe and move collections of their own offices."""
    return user.has_role(Role.ARCHIVIST, Role.OFFICE_HEAD) and user.office_id is not None


def may_limit(user: User, collection: Collection) -> bool:
    """Tell whether `user` may say how far what is kept in `collection` may be opened: as for a
    release, the office head.
    """
    return may_lift(user, collection.holder_id)


def may_lift(user: User | None, holder_id: int) -> bool:
    """Tell whether `user` may move what the office `holder_id` holds out from under a limit, as
    whoever may set the limit. Nobody's act, a command without a name, may not.
    """
    if user is None or not user.has_role(Role.OFFICE_HEAD):
        return False
    return administers(user) or holder_id in offices_of(user)


def may_keep_consents(user: User, record: Record) -> bool:
    """Tell whether `user` may write down consents and withdrawals and seal parts of `record`.

    Whoever sits with the witness: closing must never wait for somebody higher up.
    """
    return user.has_role(Role.ARCHIVIST, Role.COLLECTOR, Role.OFFICE_HEAD) and _is_own(user, record)


def may_transcribe(user: User, record: Record) -> bool:
    """Tell whether `user` may write transcripts and the index of segments of `record`."""
    return user.has_role(Role.ARCHIVIST, Role.COLLECTOR, Role.OFFICE_HEAD) and _is_own(user, record)


def may_direct(user: User, draft: Transcript) -> bool:
    """Tell whether `user` may divide a draft among transcribers and finish what was divided.

    Whoever began it, and the office head; both write in all of it.
    """
    return may_transcribe(user, draft.record) and (
        draft.made_by_id == user.pk or user.has_role(Role.OFFICE_HEAD) or administers(user)
    )


def may_conclude(user: User, draft: Transcript) -> bool:
    """Tell whether `user` may finish a draft or throw it away: of a divided one nobody alone."""
    return may_direct(user, draft) or (
        may_transcribe(user, draft.record) and not draft.shares.exists()
    )


def writable_stretches(user: User, draft: Transcript) -> list[tuple[int, int]] | None:
    """Return where in a draft `user` may write (half-open milliseconds); None is everywhere.

    Whoever may transcribe writes everywhere, unless the draft was divided: then in their share.
    """
    shares = list(draft.shares.values_list("transcriber_id", "from_ms", "to_ms"))
    if not shares or may_direct(user, draft):
        return None
    return [(begin, end) for who, begin, end in shares if who == user.pk]


def _is_own(user: User, held: Record | Collection) -> bool:
    return administers(user) or held.holder_id in offices_of(user)
