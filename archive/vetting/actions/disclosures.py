"""Publishing opinions and names: the office's choice, by a decision, round by round."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from archive.accounts.models import User
from archive.vetting.actions.seats import Decision
from archive.vetting.actions.taking import check_day, take_up, write_down
from archive.vetting.models import Disclosure, Round
from archive.vetting.steps import Act, Refused


@transaction.atomic
def disclose(
    *,
    actor: User,
    round: Round,
    opinions: bool,
    names: bool,
    decision: Decision,
    at: dt.datetime,
) -> Disclosure:
    """Decide what readers see of a round that ended well; both False closes it again.

    Raises `Refused` without the decision it rests on, or for one dated before the conclusion.
    """
    held, _rules = take_up(round, Act.DISCLOSE, actor=actor)
    if not (decision.number.strip() and decision.signatory.strip()):
        raise Refused(_("Give the decision it rests on: number, date and who signed it."))
    check_day(decision.on, at=at, not_before=held.conclusion.on)
    entered = Disclosure.objects.create(
        round=held,
        opinions=opinions,
        names=names,
        number=decision.number.strip(),
        on=decision.on,
        signatory=decision.signatory.strip(),
        entered_by=actor,
        entered_at=at,
    )
    write_down(
        held,
        "disclosed",
        actor=actor,
        at=at,
        after={"opinions": opinions, "names": names},
        basis_number=entered.number,
        basis_on=entered.on,
    )
    return entered
