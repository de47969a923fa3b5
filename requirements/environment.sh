# shellcheck shell=bash
# Makes what ./run and ./test work in: system packages and .venv. Sourced by both (bash, set -euo
# pipefail) from the project's root. Nothing outside the root is touched but through apt, and only as root.

say() { printf '%s\n' "$*"; }
die() { printf 'diwan: %s\n' "$*" >&2; exit 1; }

# --- system packages ------------------------------------------------------------------------------

# Each line: what must be found, the Debian package that brings it. A library is looked for by its
# name in the linker's cache, because the packages' own names differ between releases (libglib2.0-0,
# libglib2.0-0t64).
desk_needs() {
    cat <<'LIST'
libglib-2.0.so.0 libglib2.0-0
libEGL.so.1 libegl1
libGL.so.1 libgl1
libxkbcommon.so.0 libxkbcommon0
libfontconfig.so.1 libfontconfig1
libdbus-1.so.3 libdbus-1-3
libxcb-cursor.so.0 libxcb-cursor0
libxcb-icccm.so.4 libxcb-icccm4
libxcb-keysyms.so.1 libxcb-keysyms1
libxcb-shape.so.0 libxcb-shape0
libxkbcommon-x11.so.0 libxkbcommon-x11-0
LIST
    [ -z "${WAYLAND_DISPLAY:-}" ] || cat <<'LIST'
libwayland-cursor.so.0 libwayland-cursor0
libwayland-egl.so.1 libwayland-egl1
LIST
}

test_needs() {
    desk_needs
    cat <<'LIST'
libfribidi.so.0 libfribidi0
pdftotext poppler-utils
qpdf qpdf
zbarimg zbar-tools
tesseract tesseract-ocr
/usr/share/tesseract-ocr/*/tessdata/ara.traineddata tesseract-ocr-ara
Xvfb xvfb
makensis nsis
desktop-file-validate desktop-file-utils
/usr/lib/postgresql/*/bin/initdb postgresql
LIST
}

# Reads such lines and prints the packages whose thing is missing.
missing_packages() {
    local libraries thing package
    libraries=$(PATH=$PATH:/sbin:/usr/sbin ldconfig -p 2>/dev/null) || libraries=
    while read -r thing package; do
        case $thing in
            /*) compgen -G "$thing" >/dev/null || printf '%s ' "$package" ;;
            lib*) [[ $libraries == *"$thing "* ]] || printf '%s ' "$package" ;;
            *) command -v "$thing" >/dev/null 2>&1 || printf '%s ' "$package" ;;
        esac
    done
}

can_install() { [ "$(id -u)" -eq 0 ] && command -v apt-get >/dev/null 2>&1; }

apt_updated=
apt_install() {
    local log apt=(env DEBIAN_FRONTEND=noninteractive apt-get -qq -y -o DPkg::Lock::Timeout=120)
    log=$(mktemp)
    say "Installing system packages: $*"
    if ! {
        { [ -n "$apt_updated" ] || "${apt[@]}" update; } &&
            apt_updated=yes &&
            "${apt[@]}" install --no-install-recommends "$@"
    } </dev/null >"$log" 2>&1; then
        tail -n 20 "$log" >&2
        rm -f "$log"
        return 1
    fi
    rm -f "$log"
}

# The tests need PostgreSQL's programs, not a server that runs from now on: Debian's package is told
# not to make one, for this installation only.
apt_install_without_cluster() {
    local wish=/etc/postgresql-common/createcluster.d/diwan-tests.conf outcome=0
    if [[ " $* " != *" postgresql "* ]] || [ -e /usr/share/postgresql-common ]; then
        apt_install "$@"
        return
    fi
    mkdir -p "${wish%/*}"
    printf 'create_main_cluster = false\n' >"$wish"
    apt_install "$@" || outcome=$?
    rm -f "$wish"
    return "$outcome"
}

# system_packages NEEDS: installs what is missing, or says in one line what to install.
# Returns 1 where something is still missing.
system_packages() {
    local missing
    missing=$("$1" | missing_packages)$(missing_python)
    [ -n "$missing" ] || return 0
    # shellcheck disable=SC2086 # the names are words
    if can_install && apt_install_without_cluster $missing; then return 0; fi
    say "Missing on this machine; install with: sudo apt-get install --no-install-recommends $missing" >&2
    return 1
}

# --- Python ---------------------------------------------------------------------------------------

fits() {
    "$1" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))' >/dev/null 2>&1
}

identity() { "$1" -c 'import sys; print(sys.version, sys.base_prefix)' 2>/dev/null; }

find_python() {
    local candidate candidates=(python3 python3.13 python3.12 python3.11)
    [ -z "${DIWAN_PYTHON:-}" ] || candidates=("$DIWAN_PYTHON")
    for candidate in "${candidates[@]}"; do
        if fits "$candidate"; then
            printf '%s\n' "$candidate"
            return
        fi
    done
    return 1
}

can_make_venv() { "$1" -c 'import ensurepip, venv' >/dev/null 2>&1; }

venv_package() { "$1" -c 'import sys; print("python%d.%d-venv" % sys.version_info[:2])'; }

# Prints the packages that the making of .venv waits for.
missing_python() {
    local python
    [ ! -x .venv/bin/python ] || return 0
    if ! python=$(find_python); then
        [ -n "${DIWAN_PYTHON:-}" ] || printf 'python3 python3-venv '
    elif ! can_make_venv "$python"; then
        venv_package "$python"
    fi
}

# Whether .venv is whole, was made in this very folder and is of the interpreter asked for.
venv_serves() {
    fits .venv/bin/python &&
        .venv/bin/python -m pip --version >/dev/null 2>&1 &&
        grep -qF -- "$PWD/.venv" .venv/bin/activate &&
        { [ -z "${DIWAN_PYTHON:-}" ] || [ "$(identity .venv/bin/python)" = "$(identity "$DIWAN_PYTHON")" ]; }
}

# make_environment run|dev: .venv with the locked packages of requirements/NAME.txt and the project.
# A stamp of the lock files makes the next start immediate.
make_environment() {
    lock=requirements/$1.txt
    stamp=.venv/.stamp-$1
    want="$(cat requirements/build.txt "$lock" pyproject.toml | sha256sum) $PWD ${DIWAN_PYTHON:-}"
    is_made || (one_at_a_time && { is_made || install_environment; }) || exit 1
}

is_made() { [ -x .venv/bin/diwan ] && [ "$(cat "$stamp" 2>/dev/null)" = "$want" ]; }

# Two starts at once would install into one folder. The lock ends with the subshell that took it.
one_at_a_time() {
    command -v flock >/dev/null 2>&1 || return 0
    exec 9>.venv.lock
    flock -n 9 || { say "Waiting for the other set-up in this folder to end"; flock 9; }
}

# Called where bash does not stop at a failure by itself: each step says what it means.
install_environment() {
    local python pip=(.venv/bin/python -m pip --quiet --disable-pip-version-check --no-input install)
    if ! venv_serves; then
        python=$(find_python) || die "${DIWAN_PYTHON:-this machine} has no Python 3.11, 3.12 or 3.13"
        can_make_venv "$python" || die "$python has no venv module: sudo apt-get install $(venv_package "$python")"
        say "Making .venv with $("$python" -V)"
        "$python" -m venv --clear .venv || die "$python could not make .venv"
    fi
    say "Installing the locked packages of $lock (once; takes a few minutes)"
    "${pip[@]}" --require-hashes --only-binary :all: -r requirements/build.txt -r "$lock" </dev/null &&
        "${pip[@]}" --no-deps --no-build-isolation -e . </dev/null &&
        printf '%s\n' "$want" >"$stamp" ||
        die "the packages could not be installed; pip's reason is above"
}
