"""Tables for a spreadsheet: semicolons, as Excel in Dutch expects; formulas are disarmed."""

import csv
import io
from collections.abc import Iterable, Sequence


def as_csv(columns: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """The rows below their header; numbers with a decimal comma."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerow(columns)
    writer.writerows([[_cell(cell) for cell in row] for row in rows])
    return out.getvalue()


def _cell(cell: object) -> str:
    """A cell that a spreadsheet would run as a formula gets a leading quote (OWASP: CSV injection)."""
    if isinstance(cell, float):
        return f"{cell:.3f}".replace(".", ",")
    text = "" if cell is None else str(cell)
    return f"'{text}" if text.startswith(("=", "+", "-", "@", "\t", "\r")) else text
