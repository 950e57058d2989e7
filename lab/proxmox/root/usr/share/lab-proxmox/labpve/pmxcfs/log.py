"""pmxcfs' lines in the journal: `[area] level: text`."""

import syslog

_LEVELS = {"notice": syslog.LOG_NOTICE, "crit": syslog.LOG_CRIT}


def open_log():
    syslog.openlog("pmxcfs", syslog.LOG_PID, syslog.LOG_DAEMON)


def notice(area, text):
    syslog.syslog(_LEVELS["notice"], f"[{area}] notice: {text}")


def crit(area, text):
    syslog.syslog(_LEVELS["crit"], f"[{area}] crit: {text}")
