# SPDX-License-Identifier: GPL-3.0-or-later
# Shared by run.sh and test.sh, which source it: packages, configuration, build.
# Everything it says goes to the standard error.

breakline_build="$breakline_root/build/release"
breakline_list="$breakline_root/packaging/debian-packages.txt"

say() { printf '%s\n' "$*" >&2; }
die() { say "$*"; exit 1; }

as_root() {
    if [ "$(id -u)" -eq 0 ]; then
        DEBIAN_FRONTEND=noninteractive "$@"
    else
        sudo DEBIAN_FRONTEND=noninteractive "$@"
    fi
}

# The packages of the named sections of the list.
packages_of() {
    awk -v wanted=" $* " '
        /^\[.*\]$/ { section = " " substr($0, 2, length($0) - 2) " "; next }
        /^[ \t]*(#|$)/ { next }
        index(wanted, section) { print $1 }' "$breakline_list"
}

# Its hundreds of lines go to a file, and are shown only when it fails.
apt_install() {
    mkdir -p "$breakline_root/build"
    as_root apt-get -q -o Dpkg::Use-Pty=0 install -y --no-install-recommends "$@" </dev/null \
        >"$breakline_root/build/packages.log" 2>&1
}

# ensure_packages SECTION...: installs what is absent. A stamp in build/ says that
# this list was fulfilled; while it is valid nothing is asked.
ensure_packages() {
    local stamp sum missing=() package
    stamp="$breakline_root/build/.packages-$(IFS=-; echo "$*")"
    sum="$(cksum <"$breakline_list")"
    if [ -f "$stamp" ] && [ "$(cat "$stamp")" = "$sum" ]; then
        return
    fi
    if command -v dpkg-query >/dev/null && command -v apt-get >/dev/null; then
        local wanted installed
        wanted="$(packages_of "$@")"
        installed=" $(dpkg-query -W -f '${db:Status-Status}:${Package} ' 2>/dev/null)"
        for package in $wanted; do
            case "$installed" in
                *" installed:$package "*) ;;
                *) missing+=("$package") ;;
            esac
        done
        if [ "${#missing[@]}" -gt 0 ]; then
            if [ "$(id -u)" -ne 0 ] && ! command -v sudo >/dev/null; then
                die "These packages are missing, and there is neither root nor sudo to install them:" \
                    "apt-get install ${missing[*]}"
            fi
            say "Installing ${#missing[@]} packages and what they need, for a minute or two: ${missing[*]}"
            if [ -z "$(find /var/lib/apt/lists -maxdepth 1 -name '*_Packages*' -print -quit 2>/dev/null)" ] \
                || ! apt_install "${missing[@]}"; then
                as_root apt-get -qq update </dev/null >&2 || die "apt-get update failed: is the network there?"
                if ! apt_install "${missing[@]}"; then
                    tail -n 20 "$breakline_root/build/packages.log" >&2
                    die "apt-get could not install: ${missing[*]}"
                fi
            fi
            breakline_configure_again=1
        fi
    else
        say "This is no Debian: what packaging/debian-packages.txt names has to be there already."
    fi
    mkdir -p "$breakline_root/build"
    printf '%s\n' "$sum" >"$stamp"
}

# build_targets TARGET...: configures where needed and builds. Two calls at once wait for each other.
build_targets() {
    local work
    mkdir -p "$breakline_build"
    exec 9>"$breakline_root/build/.lock"
    if command -v flock >/dev/null && ! flock -n 9; then
        say "Waiting for another build of this folder."
        flock 9
    fi
    if [ -n "${breakline_configure_again:-}" ] || [ ! -f "$breakline_build/build.ninja" ]; then
        (cd "$breakline_root" && cmake --preset release -DBUILD_TESTING=ON >&2) 9>&- || build_failed
    fi
    work="$(ninja -C "$breakline_build" -n "$@" 9>&- | tail -n 1)" || true
    if [ "$work" != "ninja: no work to do." ]; then
        ninja -C "$breakline_build" "$@" >&2 9>&- || build_failed
    fi
    exec 9>&-
}

# A package that went away looks like a failed build: the next call checks again.
build_failed() {
    rm -f "$breakline_root"/build/.packages-*
    die "The build failed; what is above says why."
}
