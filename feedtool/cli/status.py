"""Exit statuses that the command line decides on.

0 is success; what stops a run has its own (`FeedtoolError.exit_status`), and so has a check that could not tell
(`reports.summary.COULD_NOT_TELL`).
"""

FINDINGS = 1  # something was found that somebody must look at
INTERRUPTED = 130  # by Ctrl-C or SIGTERM, as shells tell it
