#!/bin/sh
# Installs psq for the user who runs this: the program, the manual and the completions. Needs no root.
#
#   sh install.sh [VERSION]
#
# The archive is unpacked only if its SHA-256 checksum is the one that the release states. Variables:
#
#   PSQ_RELEASES  where the releases are; a release has a folder vVERSION below it
#   PSQ_PREFIX    where to install to; the default is ~/.local
set -eu

# The release workflow writes the address and the version of the release into these two lines.
releases=${PSQ_RELEASES:-}
version=${1:-}

prefix=${PSQ_PREFIX:-${HOME:?HOME is not set, so set PSQ_PREFIX}/.local}

fail() {
    printf 'error: %s\n' "$1" >&2
    exit 1
}

have() { command -v "$1" >/dev/null 2>&1; }

[ -n "$releases" ] || fail "it is not known where the releases are: set PSQ_RELEASES to their address"
[ -n "$version" ] || fail "it is not known which version to install: sh install.sh VERSION"
version=${version#v}
case $version in
    *[!0-9A-Za-z.+-]*) fail "'$version' is no version" ;;
esac

case $(uname -s)/$(uname -m) in
    Linux/x86_64) target=x86_64-unknown-linux-musl ;;
    Linux/aarch64 | Linux/arm64) target=aarch64-unknown-linux-musl ;;
    Darwin/x86_64) target=x86_64-apple-darwin ;;
    Darwin/arm64) target=aarch64-apple-darwin ;;
    *) fail "there is no program for $(uname -s) on $(uname -m). Build it: cargo install --locked publicsquare-cli" ;;
esac
name=psq-$version-$target

if have curl; then
    # curl follows a redirect only to HTTPS. wget knows no such limit; the checksum is compared in both cases.
    fetch() { curl --fail --silent --show-error --location --proto-redir '=https' --output "$2" "$1"; }
elif have wget; then
    fetch() { wget --quiet --output-document="$2" "$1"; }
else
    fail "neither curl nor wget is here: install one of them"
fi
if have sha256sum; then
    checksum() { sha256sum "$1"; }
elif have shasum; then
    checksum() { shasum -a 256 "$1"; }
else
    fail "neither sha256sum nor shasum is here, so the download cannot be checked: install one of them"
fi

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
trap 'exit 1' HUP INT TERM

fetch "$releases/v$version/SHA256SUMS" "$work/SHA256SUMS" ||
    fail "the checksums of $version could not be downloaded. Nothing was installed"
fetch "$releases/v$version/$name.tar.gz" "$work/$name.tar.gz" ||
    fail "$name.tar.gz could not be downloaded. Nothing was installed"

stated=$(awk -v file="$name.tar.gz" '$2 == file || $2 == "*" file { print $1 }' "$work/SHA256SUMS")
[ -n "$stated" ] || fail "the release states no checksum of $name.tar.gz. Nothing was installed"
actual=$(checksum "$work/$name.tar.gz" | awk '{ print $1 }')
[ "$stated" = "$actual" ] ||
    fail "the checksum of $name.tar.gz is $actual, and the release states $stated. Nothing was installed"

tar -xzf "$work/$name.tar.gz" -C "$work" || fail "$name.tar.gz cannot be unpacked. Nothing was installed"
from=$work/$name
[ -f "$from/psq" ] || fail "$name.tar.gz has no psq in it. Nothing was installed"

man=$prefix/share/man/man1
bash=$prefix/share/bash-completion/completions
zsh=$prefix/share/zsh/site-functions
fish=$prefix/share/fish/vendor_completions.d
mkdir -p "$prefix/bin" "$man" "$bash" "$zsh" "$fish"
# A new file and a rename: a psq that runs at this moment, under a timer for example, is not disturbed.
install -m 755 "$from/psq" "$prefix/bin/.psq.new.$$"
mv -f "$prefix/bin/.psq.new.$$" "$prefix/bin/psq"
install -m 644 "$from"/man/*.1 "$man/"
install -m 644 "$from/completions/psq.bash" "$bash/psq"
install -m 644 "$from/completions/_psq" "$zsh/_psq"
install -m 644 "$from/completions/psq.fish" "$fish/psq.fish"

printf 'psq %s is installed: %s\n' "$version" "$prefix/bin/psq"
case :${PATH:-}: in
    *:"$prefix/bin":*) ;;
    *) printf 'It is not in the PATH yet. Add this folder: %s\n' "$prefix/bin" ;;
esac
