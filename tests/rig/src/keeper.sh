# Waits until the one who opened the session has closed it or died, then ends whatever carries its mark, and whatever is
# in this script's process group: some programs write over their environment, and the mark with it.
# $1: the session's folder, which is also its mark.
trap '' HUP INT TERM
cat >/dev/null

signal=TERM
round=0
kill -s TERM 0
# grep's status says nothing here: there is always some process it may not read.
while environments=$(grep -lszxF "RIG_SESSION=$1" /proc/[0-9]*/environ || true); [ -n "$environments" ]; do
    for environment in $environments; do
        process=${environment#/proc/}
        kill -s "$signal" "${process%/environ}" 2>/dev/null
    done
    round=$((round + 1))
    if [ "$round" -ge 40 ]; then signal=KILL; fi
    sleep 0.05
done
until rm -rf "$1"; do sleep 0.05; done
kill -s KILL 0
