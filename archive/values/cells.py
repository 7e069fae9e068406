"""Cells of tables that no spreadsheet program may take for a formula."""

import re

# The wide forms too: a program set to an East Asian language reads them as the narrow ones.
_RISKY = re.compile(r"'*[=+\-@\t\r\n＝＋－＠]")


def neutralised(cell: str) -> str:
    """A cell no spreadsheet program will take for a formula; `plain_cell` takes it back."""
    return f"'{cell}" if _RISKY.match(cell) else cell


def plain_cell(cell: str) -> str:
    """What a neutralised cell said; any other cell as it is."""
    return cell[1:] if cell.startswith("'") and _RISKY.match(cell) else cell
