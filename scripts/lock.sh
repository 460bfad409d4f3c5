#!/bin/sh
# Writes requirements.lock (what runs) and requirements-dev.lock (what tests) from pyproject.toml's lower bounds.
# Made with Debian 12's own Python (3.11.2), the oldest that is served: a newer one picks versions that it cannot install.
set -eu
cd "$(dirname "$0")/.."
python=${OIT_LOCK_PYTHON:-/usr/bin/python3}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
make_lock() { # make_lock EXTRA OUTPUT COMMENT
    $python -m venv "$work/$2"
    "$work/$2/bin/pip" install --quiet --disable-pip-version-check hatchling editables ".$1"
    {
        echo "# $3 Made by scripts/lock.sh; do not edit."
        "$work/$2/bin/pip" freeze --exclude oit --exclude pip --exclude setuptools
    } >"$2"
}
make_lock "" requirements.lock "What oit runs with."
make_lock "[dev]" requirements-dev.lock "What oit is tested with."
