#!/bin/sh
# Writes requirements.lock (what runs) and requirements-dev.lock (what tests) from pyproject.toml's lower bounds.
set -eu
cd "$(dirname "$0")/.."
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
make_lock() { # make_lock EXTRA OUTPUT COMMENT
    python3 -m venv "$work/$2"
    "$work/$2/bin/pip" install --quiet --disable-pip-version-check hatchling editables ".$1"
    {
        echo "# $3 Made by scripts/lock.sh; do not edit."
        "$work/$2/bin/pip" freeze --exclude oit --exclude pip --exclude setuptools
    } >"$2"
}
make_lock "" requirements.lock "What oit runs with."
make_lock "[dev]" requirements-dev.lock "What oit is tested with."
