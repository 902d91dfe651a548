# Sourced by ./demo, ./test and .ci/run: says what is done, and sees to what the machine lacks.
# shellcheck shell=bash

OLDEST_RUST=1.95
OLDEST_NODE=18
OLDEST_POSTGRESQL=15
FONTS=(fonts-ipamj-mincho fonts-ipaexfont-mincho fonts-ipaexfont-gothic fonts-hanazono)

step() { printf '\n==> %s\n' "$*"; }

fail() {
    printf '\n%s: %s\n' "$(basename "$0")" "$*" >&2
    exit 1
}

# took SECONDS: "2 min 5 s"
took() {
    if (($1 < 60)); then printf '%d s' "$1"; else printf '%d min %d s' $(($1 / 60)) $(($1 % 60)); fi
}

# at_least WANTED FOUND: compares versions.
at_least() { [[ "$(printf '%s\n%s\n' "$1" "$2" | sort -V | head -n 1)" == "$1" ]]; }

has() { command -v "$1" >/dev/null 2>&1; }

has_package() { [[ "$(dpkg-query -W -f '${db:Status-Status}' "$1" 2>/dev/null)" == installed ]]; }

has_postgresql() {
    local server version
    for server in /usr/lib/postgresql/*/bin/postgres "$(command -v postgres || true)"; do
        [[ -x $server ]] || continue
        version=$("$server" --version 2>/dev/null | grep -oE '[0-9]+' | head -n 1)
        if [[ -n $version ]] && at_least "$OLDEST_POSTGRESQL" "$version"; then return; fi
    done
    return 1
}

# What the machine lacks, by Debian package name.
missing_for_demo() {
    local font
    has_postgresql || echo postgresql-15
    for font in "${FONTS[@]}"; do has_package "$font" || echo "$font"; done
    has cc || echo gcc libc6-dev
}

# What the virtual card reader and the card bridge need; the demonstration works without them.
missing_for_cards() {
    local package
    for package in pcscd vsmartcard-vpcd libpcsclite-dev pkg-config; do has_package "$package" || echo "$package"; done
    has unshare || echo util-linux
}

missing_for_test() {
    missing_for_demo
    missing_for_cards
    has opensc-tool || echo opensc
    has_package opensc-pkcs11 || echo opensc-pkcs11
    has openssl || echo openssl
    has chromium || echo chromium
    has pdftotext || echo poppler-utils
    has qpdf || echo qpdf
    has zbarimg || echo zbar-tools
    has node || echo nodejs
    has npm || echo npm
    has_package python3-venv || echo python3-venv
}

# install PACKAGE...: installs what is missing, or says how.
install() {
    (($#)) || return 0
    local as_root=() command="apt-get install --no-install-recommends $*"
    if ! has apt-get; then
        fail "these are missing, by their Debian names: $*. Install them and run this again."
    fi
    if [[ $(id -u) != 0 ]]; then
        if ! sudo -n true 2>/dev/null; then
            fail "these Debian packages are missing: $*. Run this, then this script again:  sudo $command"
        fi
        as_root=(sudo -n)
    fi
    step "Installing Debian packages: $*"
    "${as_root[@]}" apt-get update -qq || echo "(the package lists could not be brought up to date; trying with the old ones)"
    no_system_cluster "${as_root[@]}"
    local done=0
    "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq -o DPkg::Lock::Timeout=300 \
        --no-install-recommends "$@" </dev/null >/dev/null || done=$?
    again_system_cluster "${as_root[@]}"
    ((done == 0)) || fail "the packages could not be installed. Try it by hand:  $command"
}

# Installing PostgreSQL would make and start a server of the machine's own, which nobody here needs.
NO_CLUSTER=/etc/postgresql-common/createcluster.d/madoguchi-set-up.conf
no_system_cluster() {
    "$@" mkdir -p "$(dirname $NO_CLUSTER)"
    echo "create_main_cluster = false" | "$@" tee $NO_CLUSTER >/dev/null
}
again_system_cluster() {
    "$@" rm -f $NO_CLUSTER
    "$@" rmdir --ignore-fail-on-non-empty "$(dirname $NO_CLUSTER)"
}

need_rust() {
    local remedy="Install it from your distribution or from rustup (https://rustup.rs), then run this again."
    if ! has cargo && [[ -x $HOME/.cargo/bin/cargo ]]; then PATH=$HOME/.cargo/bin:$PATH; fi
    has cargo || fail "Rust (cargo) $OLDEST_RUST or later is needed and was not found. $remedy"
    local version
    version=$(cargo --version | cut -d ' ' -f 2)
    at_least "$OLDEST_RUST" "$version" || fail "Rust $OLDEST_RUST or later is needed; cargo is $version. $remedy"
}

need_node() {
    local version
    version=$(node --version | tr -d v)
    at_least "$OLDEST_NODE" "$version" || fail "Node.js $OLDEST_NODE or later is needed for the browser tests; node is $version."
}
