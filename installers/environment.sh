# shellcheck shell=bash
# Makes build/environment, in which the installers and the guides are built: the locked packages of
# requirements/installers.txt and nothing of ./test, so that nothing of ./test gets into an installer.
# Sourced (bash, set -euo pipefail) from the project's root.

# shellcheck source=../requirements/environment.sh
. requirements/environment.sh

built_with=build/environment/bin/python

# The versions come from the program; the day of the newest change makes a build repeatable.
version=$(sed -n 's/^__version__ = "\(.*\)"$/\1/p' desktop/__init__.py)
SOURCE_DATE_EPOCH=${SOURCE_DATE_EPOCH:-$(git -c safe.directory='*' log -1 --format=%ct 2>/dev/null || date +%s)}
export SOURCE_DATE_EPOCH

make_build_environment() {
    local want stamp=build/environment/.stamp python
    want="$(cat requirements/build.txt requirements/installers.txt | sha256sum) $PWD"
    [ "$(cat "$stamp" 2>/dev/null)" != "$want" ] || return 0
    python=$(find_python) || die "this machine has no Python 3.11, 3.12 or 3.13"
    can_make_venv "$python" || die "$python has no venv module: sudo apt-get install $(venv_package "$python")"
    say "Installing the locked packages of requirements/installers.txt into build/environment (once)"
    "$python" -m venv --clear build/environment || die "$python could not make build/environment"
    "$built_with" -m pip --quiet --disable-pip-version-check --no-input install --require-hashes \
        --only-binary :all: -r requirements/build.txt -r requirements/installers.txt </dev/null ||
        die "the packages could not be installed; pip's reason is above"
    printf '%s\n' "$want" >"$stamp"
}
