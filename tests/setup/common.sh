# shellcheck shell=bash
# What the set-up scripts share: where fetched and made things are kept, how to
# speak to the person who waits, and how to ask this machine's own Debian mirror
# for packages without touching the machine's package lists.
#
# To be sourced, after `set -euo pipefail`.

top=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
# shellcheck disable=SC2034  # for the scripts that source this file
cache=${XDG_CACHE_HOME:-$HOME/.cache}/promptfix
log=$top/build/setup.log
mkdir -p "$cache" "$top/build"

say() { echo "promptfix: $*"; }

# One line that says what went wrong; the long story is in the log.
fail() {
    echo "promptfix: $*" >&2
    exit 1
}

# logged WHAT COMMAND...: runs a chatty command or function; its output goes to the
# log, and the first failure in it ends the script with one line. (No `||` here: it
# would switch `set -e` off inside the function.)
logged() {
    local what=$1 status
    shift
    echo "== $what: $*" >>"$log"
    set +e
    (
        set -e
        "$@"
    ) >>"$log" 2>&1 </dev/null
    status=$?
    set -e
    [ $status -eq 0 ] || fail "$what failed; see $log"
}

# Two builds on one machine share the cache; the second waits here for the first.
# The lock is held until the script ends.
take_lock() {
    mkdir -p "$cache/locks"
    exec 9>"$cache/locks/$1"
    if ! flock --nonblock 9; then
        say "waiting for another build that makes the same ($cache/locks/$1)"
        flock 9
    fi
}

# The Debian mirror this machine is set up to use.
mirror() {
    apt-get indextargets --format '$(REPO_URI) $(RELEASE)' 'Created-By: Packages' 2>>"$log" |
        awk '$2 !~ /security|updates|backports|proposed/ && $1 ~ /debian/ { print $1; exit }'
}

# private_apt SUITE TYPE ARCHITECTURE: fills the array apt_options, with which
# apt-get and apt-cache see that suite and nothing else: own list of sources, own
# state, nothing counted as installed.
private_apt() {
    local suite=$1 type=$2 architecture=$3 uri keyring folder source
    uri=$(mirror)
    [ -n "$uri" ] || fail "no Debian mirror found in this machine's apt configuration"
    for keyring in /usr/share/keyrings/debian-archive-keyring.{pgp,gpg}; do
        [ -e "$keyring" ] && break
    done
    [ -e "$keyring" ] || fail "the package debian-archive-keyring is missing"
    folder=$cache/apt/$suite-$type-$architecture
    mkdir -p "$folder/lists/partial" "$folder/archives/partial" "$folder/empty"
    # shellcheck disable=SC2034
    apt_options=(
        -o Dir::Etc::SourceList="$folder/sources.list" -o Dir::Etc::SourceParts=-
        -o Dir::Etc::Preferences=/dev/null -o Dir::Etc::PreferencesParts="$folder/empty"
        -o Dir::State="$folder" -o Dir::State::Lists="$folder/lists" -o Dir::State::status=/dev/null
        -o Dir::Cache="$folder" -o Dir::Cache::archives="$folder/archives"
        -o APT::Architecture="$architecture" -o APT::Architectures="$architecture"
        -o APT::Sandbox::User= -o Debug::NoLocking=true
        -o APT::Update::Post-Invoke-Success= -o APT::Update::Post-Invoke=
        -o Acquire::Languages=none -o Acquire::Retries=3
    )
    [ "$type" = deb ] || apt_options=("${apt_options[@]/arch=$architecture /}")
    source="$type [arch=$architecture signed-by=$keyring] $uri"
    logged "reading Debian's package list of $suite ($architecture)" \
        read_package_list "$suite" "$source" "$folder"
}

# read_package_list SUITE SOURCE FOLDER: what private_apt says, with its apt_options. While a
# mirror is brought up to date, the lists that it has by a suite's own name may not belong
# together (apt refuses them by their sums); those by the name of its rank may then be whole.
read_package_list() {
    local name
    for name in "$1" stable oldstable; do
        echo "$2 $name main" >"$3/sources.list"
        if apt-get "${apt_options[@]}" update --error-on=any &&
            grep -qx "Codename: $1" "$3/lists/"*"_dists_${name}_InRelease"; then
            return
        fi
    done
    return 1
}
