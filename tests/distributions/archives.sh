#!/usr/bin/env bash
# Access to the package archives of other distributions, for scripts that source this file. Each
# distribution has a separate apt configuration in a directory. The package sources and keyrings of
# this machine do not change, and apt and debootstrap verify all signatures. Requires apt-get and,
# for the first use, a packaged keyring (debian-archive-keyring or ubuntu-keyring).

archive_mirror() {  # DISTRIBUTION
  case $1 in
    noble) echo "${UBUNTU_MIRROR:-http://archive.ubuntu.com/ubuntu}" ;;
    *) echo "${DEBIAN_MIRROR:-http://deb.debian.org/debian}" ;;
  esac
}

archive_keyring_name() {  # DISTRIBUTION
  case $1 in
    noble) echo ubuntu-archive-keyring.gpg ;;
    *) echo debian-archive-keyring.gpg ;;
  esac
}

# Prints the lines of the sources.list of an installed DISTRIBUTION.
archive_sources() {  # DISTRIBUTION KEYRING
  local mirror
  mirror=$(archive_mirror "$1")
  case $1 in
    noble)
      printf 'deb [signed-by=%s] %s %s main universe\n' "$2" "$mirror" noble "$2" "$mirror" noble-updates \
        "$2" "${UBUNTU_SECURITY_MIRROR:-http://security.ubuntu.com/ubuntu}" noble-security
      ;;
    *)
      printf 'deb [signed-by=%s] %s %s main\n' "$2" "$mirror" "$1" "$2" "$mirror" "$1-updates" \
        "$2" "${DEBIAN_SECURITY_MIRROR:-http://deb.debian.org/debian-security}" "$1-security"
      ;;
  esac
}

write_apt_configuration() {  # DIRECTORY SOURCES
  mkdir -p "$1/lists/partial" "$1/archives/partial" "$1/state" "$1/preferences.d"
  printf '%s\n' "$2" >"$1/sources.list"
  cat >"$1/apt.conf" <<TEXT
APT::Architecture "amd64";
APT::Architectures "amd64";
APT::Sandbox::User "root";
Acquire::Languages "none";
Dir::Etc "$1";
Dir::Etc::sourcelist "$1/sources.list";
Dir::Etc::sourceparts "/dev/null";
Dir::Etc::parts "/dev/null";
Dir::State "$1/state";
Dir::State::lists "$1/lists";
Dir::State::status "/dev/null";
Dir::Cache "$1";
TEXT
}

# Prints the path of the keyring of a distribution. If this machine does not have the keyring of
# Ubuntu, it comes from the Debian 13 package ubuntu-keyring, which is verified with the keyring of
# Debian.
archive_keyring() {  # DISTRIBUTION DIRECTORY
  local name package debian
  name=$(archive_keyring_name "$1")
  if [[ -e /usr/share/keyrings/$name ]]; then echo "/usr/share/keyrings/$name"; return; fi
  if [[ ! -e $2/usr/share/keyrings/$name ]]; then
    debian=/usr/share/keyrings/debian-archive-keyring.gpg
    if [[ $1 != noble || ! -e $debian ]]; then
      echo "the keyring of $1 is missing: install the package that contains $name" >&2
      return 1
    fi
    package=ubuntu-keyring
    write_apt_configuration "$2/trixie" "$(archive_sources trixie "$debian" | head -n 1)"
    APT_CONFIG=$2/trixie/apt.conf apt-get -q=2 update >&2 || return 1
    (cd "$2" && APT_CONFIG=$2/trixie/apt.conf apt-get -q=2 download "$package" >&2) || return 1
    dpkg-deb -x "$2/$package"_*.deb "$2" || return 1
    rm -f "$2/$package"_*.deb
  fi
  echo "$2/usr/share/keyrings/$name"
}

# Prepares DIRECTORY for the archive of DISTRIBUTION. Prints the path of the apt configuration,
# which is the value of APT_CONFIG for apt-get.
use_archive() {  # DISTRIBUTION DIRECTORY
  local keyring
  mkdir -p "$2"
  keyring=$(archive_keyring "$1" "$2/keyrings") || return 1
  write_apt_configuration "$2" "$(archive_sources "$1" "$keyring")"
  echo "$2/apt.conf"
}
