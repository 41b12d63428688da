"""Why a document could not be read, where the reason is not the reader's own: English templates and their values."""

from __future__ import annotations

import signal
from pathlib import Path

from zvirka.messages import N_

MISSING = N_("there is no such file or folder")
BUG = N_("a mistake in zvirka itself ({kind}: {detail} at {place}); please report it with the file")
OUT_OF_TIME = N_("reading took longer than {seconds} s; give it more with --timeout")
OUT_OF_MEMORY = N_("reading needed more than {megabytes} MB of memory; give it more with --memory")
DIED = N_("the process that read it died ({reason}); the file may be damaged")
TOO_LARGE = N_("the file has {size} MB, more than a document may take; give it more with --memory")

Failure = tuple[str, dict[str, str | int]]
NO_FILE: Failure = (N_("neither a file nor a folder"), {})
NOT_BEGUN: Failure = (N_("the process that should read it died before it began; run the import again"), {})


def bug_values(error: BaseException) -> dict[str, str]:
    """The fields of `BUG`: what went wrong, and the innermost place of it in the program."""
    place = "?"
    trace = error.__traceback__
    while trace is not None:
        place = f"{Path(trace.tb_frame.f_code.co_filename).name}:{trace.tb_lineno}"
        trace = trace.tb_next
    return {"kind": type(error).__name__, "detail": " ".join(str(error).split()), "place": place}


def cannot_open(error: OSError) -> Failure:
    """The message for a file that the system does not let us read."""
    return N_("cannot be read: {reason}"), {"reason": error.strerror or type(error).__name__}


def died(exit_code: int, seconds: float) -> Failure:
    """The message for a child process that ended by itself; a signal has a negative exit code."""
    if ran_out_of_time(exit_code):
        return OUT_OF_TIME, {"seconds": plain_seconds(seconds)}
    try:
        return DIED, {"reason": signal.Signals(-exit_code).name}
    except ValueError:
        return DIED, {"reason": f"exit code {exit_code}"}


def ran_out_of_time(exit_code: int) -> bool:
    """Whether the system ended a process because it had used all the time that it may, by the CPU's or a wall clock."""
    return exit_code in {-getattr(signal, name, 0) for name in ("SIGXCPU", "SIGALRM")} - {0}


def was_ended(exit_code: int) -> bool:
    """Whether somebody else ended a process: a person, or a system that was short of memory."""
    return exit_code in (-signal.SIGTERM, -getattr(signal, "SIGKILL", signal.SIGTERM))


def plain_seconds(seconds: float) -> str:
    """Seconds for a message, without a needless `.0`."""
    return f"{seconds:g}"
