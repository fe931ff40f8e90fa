# Shared by the scripts of tools/: what they say, how they stop. Sourced, never run.
# shellcheck shell=bash

set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
cd "$root"

# The language of a person's locale, as the programs choose it: LC_ALL, else LC_MESSAGES, else LANG.
locale_name=${LC_ALL:-${LC_MESSAGES:-${LANG:-}}}
case $locale_name in
    zh*) chinese=yes ;;
    *) chinese= ;;
esac

# say ENGLISH CHINESE: one line to the person.
say() {
    if [[ $chinese ]]; then printf '%s\n' "$2"; else printf '%s\n' "$1"; fi
}

# step ENGLISH CHINESE: what is done next.
step() {
    say "==> $1" "==> $2"
}

# stop ENGLISH CHINESE ADVICE…: what went wrong, then the lines that help; ends the script.
stop() {
    {
        say "Stopped: $1" "已停止：$2"
        shift 2
        if (($#)); then
            say "What to do:" "处理办法："
            printf '    %s\n' "$@"
        fi
    } >&2
    exit 1
}

# quietly LOG COMMAND…: runs with its output in LOG; on failure shows its errors and its end, and returns the command's code.
quietly() {
    local log=$1 code=0
    shift
    mkdir -p "$(dirname "$log")"
    "$@" >"$log" 2>&1 || code=$?
    if ((code)); then
        grep -F 'error:' "$log" | sort -u | head -n 20 >&2 || true
        tail -n 12 "$log" >&2
        say "The whole output is in $log" "完整输出见 $log" >&2
    fi
    return "$code"
}
