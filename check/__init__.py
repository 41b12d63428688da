"""Report → findings: what is wrong, where, and why."""

from zvirka.check.across import TableSummary, check_across, summaries
from zvirka.check.checking import check

__all__ = ["TableSummary", "check", "check_across", "summaries"]
