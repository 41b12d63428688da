"""Contents that are sent along with a job, since whoever reads the document cannot or may not get at the file."""

from __future__ import annotations

import os
from dataclasses import replace

from zvirka.archive.child import Job, Reading, failed
from zvirka.archive.failures import TOO_LARGE, Failure, cannot_open
from zvirka.archive.memory import MEGABYTE
from zvirka.archive.records import Lasting, Outcome
from zvirka.archive.remote import is_remote
from zvirka.archive.zipped import Opener, Unzippable


def is_sent(job: Job) -> bool:
    """Whether a job's content is to be sent along even to a child of this process: a child opens no connection."""
    return job.copy is None and is_remote(job.location)


def with_content(job: Job, reading: Reading, opener: Opener) -> Job | Outcome:
    """The job with its content, or the outcome if the content cannot be had."""
    failure: Failure
    try:
        with opener.opened(os.fsencode(job.copy) if job.copy else job.location) as file:
            data = file.read(reading.megabytes * MEGABYTE + 1)
        if len(data) <= reading.megabytes * MEGABYTE:
            return replace(job, data=data)
        failure = TOO_LARGE, {"size": reading.megabytes + 1}
    except OSError as error:
        failure = cannot_open(error)
    except Unzippable as error:
        failure = error.failure
    return failed(job, failure, Lasting.PASSING, reading.language)
