"""The arithmetic of a table: its equations, and what the printed digits allow. Placement and checking share it."""

from zvirka.sums.equation import Equation, Kind, equations_of
from zvirka.sums.judge import Judge, Margin, Verdict, judge_of, margin
from zvirka.sums.ledger import Ledger, Number, Spot, ledger_of

__all__ = [
    "Equation",
    "Judge",
    "Kind",
    "Ledger",
    "Margin",
    "Number",
    "Spot",
    "Verdict",
    "equations_of",
    "judge_of",
    "ledger_of",
    "margin",
]
