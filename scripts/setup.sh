#!/bin/sh
# Sets up .venv with locked packages, and Debian packages where they are missing and may be installed.
# Usage: setup.sh [dev]. Says in one line what to install where the right is lacking.
set -eu
cd "$(dirname "$0")/.."
kind=${1:-run}

fail() { echo "oit: $1" >&2; exit 1; }

root=""
if [ "$(id -u)" = 0 ]; then root="env"
elif command -v sudo >/dev/null 2>&1 && sudo -n true 2>/dev/null; then root="sudo -n"; fi

debian() { # debian COMMAND PACKAGE…: installs the packages where the command is missing
    command -v "$1" >/dev/null 2>&1 && return 0
    shift
    if [ -z "$root" ] || ! command -v apt-get >/dev/null 2>&1; then
        fail "missing: $* — please run: sudo apt-get install $*"
    fi
    echo "oit: installing $* …"
    export DEBIAN_FRONTEND=noninteractive
    $root apt-get install -y -qq --no-install-recommends "$@" >/dev/null 2>&1 ||
        { $root apt-get update -qq >/dev/null 2>&1 && $root apt-get install -y -qq --no-install-recommends "$@" >/dev/null 2>&1; } ||
        fail "could not install $* (no network?) — please run: sudo apt-get install $*"
}

python=""
for candidate in python3.13 python3.12 python3.11 python3; do
    if command -v $candidate >/dev/null 2>&1 &&
        $candidate -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
        python=$candidate
        break
    fi
done
[ -n "$python" ] || { debian no-such-command python3 python3-venv; python=python3; }
debian pdftotext poppler-utils
has_thai_ocr() { command -v tesseract >/dev/null 2>&1 && tesseract --list-langs 2>/dev/null | grep -qx Thai; }
helpful() { # helpful COMMAND PACKAGE…: oit works without it, and its reports say what they could not see; the tests do not
    if [ "$kind" = dev ]; then
        debian "$@"
    else
        (debian "$@") || echo "oit: going on without $2: what only that shows will be called unseen" >&2
    fi
}
[ -n "${OIT_BROWSER:-}" ] || command -v google-chrome >/dev/null 2>&1 || helpful chromium chromium
has_thai_ocr || helpful no-such-command tesseract-ocr tesseract-ocr-script-thai
helpful catdoc catdoc

# A test tool, never shipped: shows an exported run as its readers will see it. Without it that test is skipped.
replay=replaywebpage-2.5.3
replay_sum=b7d35c39c4da9b7121c5a393911d8675d4cc6f19513c380191e16b086bea812c
if [ "$kind" = dev ] && [ ! -f ".tools/$replay/ui.js" ] && command -v npm >/dev/null 2>&1; then
    rm -rf .tools/part && mkdir -p .tools/part
    if (cd .tools/part && npm pack --silent "replaywebpage@${replay#replaywebpage-}" >/dev/null 2>&1 &&
        echo "$replay_sum  $replay.tgz" | sha256sum -c --status && tar xzf "$replay.tgz"); then
        mv .tools/part/package ".tools/$replay"
    else
        echo "oit: going on without $replay; the test that needs it will be skipped" >&2
    fi
    rm -rf .tools/part
fi

stamp=".venv/.oit-$kind-$(cat requirements*.lock pyproject.toml | cksum | cut -d' ' -f1)"
# Asked of the program itself: a checkout that was moved keeps its stamp, but its scripts point to the old place.
if [ -f "$stamp" ] && .venv/bin/oit version >/dev/null 2>&1; then exit 0; fi

if ! .venv/bin/pip --version >/dev/null 2>&1; then
    rm -rf .venv
    if ! $python -m venv .venv >/dev/null 2>&1; then
        rm -rf .venv
        debian no-such-command python3-venv
        $python -m venv .venv || fail "could not make .venv — please run: sudo apt-get install python3-venv"
    fi
fi

echo "oit: installing locked Python packages into .venv …"
quiet="--quiet --disable-pip-version-check --no-input"
files="-r requirements.lock"
[ "$kind" = dev ] && files="$files -r requirements-dev.lock"
# shellcheck disable=SC2086
.venv/bin/pip install $quiet $files || fail "could not install the Python packages (no network?) — run this command again with network"
# shellcheck disable=SC2086
.venv/bin/pip install $quiet --no-deps --no-build-isolation -e . || fail "could not install oit into .venv"
touch "$stamp"
