#!/bin/sh
# Makes .venv ready to run and test the program. Called by the Makefile, only when
# pyproject.toml or constraints.txt is newer than the last set-up.
set -eu
cd "$(dirname "$0")/.."

PACKAGES="xvfb xauth libegl1 libgl1 libgl1-mesa-dri libglib2.0-0 libdbus-1-3 libfontconfig1
  libxkbcommon0 libxkbcommon-x11-0 libx11-xcb1 libxcb-cursor0 libxcb-icccm4 libxcb-image0
  libxcb-keysyms1 libxcb-randr0 libxcb-render-util0 libxcb-shape0 libxcb-shm0 libxcb-sync1
  libxcb-xfixes0 libxcb-xinerama0 libxcb-xkb1 libwayland-client0 fonts-inter"

say() { printf '%s\n' "$*" >&2; }

# The first Python that runs and is new enough (a name on the PATH may be an empty shim).
find_python() {
  for name in ${PYTHON:-} python3.13 python3.12 python3.11 python3; do
    if "$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
      command -v "$name"
      return
    fi
  done
  say "invexplorer needs Python 3.11 or newer, and none was found."
  say "Install one (for example: sudo apt-get install python3.11 python3.11-venv) and run make again,"
  say "or name it: make PYTHON=/path/to/python3.11"
  exit 1
}

# Debian and Ubuntu: what a window with OpenGL needs. As root it is installed; else it is named.
system_packages() {
  command -v dpkg-query >/dev/null || return 0
  wanted="$PACKAGES"
  "$1" -c 'import ensurepip, venv' 2>/dev/null ||
    wanted="$wanted python$("$1" -c 'import sys; print("%d.%d" % sys.version_info[:2])')-venv"
  missing=""
  for package in $wanted; do
    dpkg-query -W -f '${Status}\n' "$package" "${package}t64" 2>/dev/null |
      grep -q 'install ok installed' || missing="$missing $package"
  done
  [ -n "$missing" ] || return 0
  if [ "$(id -u)" = 0 ]; then
    say "Installing system packages:$missing"
    apt-get update -qq
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $missing >/dev/null
  else
    say "These system packages are missing:$missing"
    say "The window may not open without them. Install them with:"
    say "  sudo apt-get install$missing"
  fi
}

# PyPI's torch for Linux brings 3 GB of CUDA libraries; a machine without an NVIDIA card is
# better served by the build for processors, where its index can be reached.
torch_index() {
  [ "$(uname -s)" = Linux ] && ! command -v nvidia-smi >/dev/null || return 0
  index=https://download.pytorch.org/whl/cpu
  "$1" -c "import urllib.request as u; u.urlopen('$index/torch/', timeout=5)" 2>/dev/null &&
    echo "--extra-index-url $index"
  return 0
}

python=$(find_python)
system_packages "$python"
if ! .venv/bin/python -c 'import pip, sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
  say "Making .venv with $python"
  "$python" -m venv --clear .venv
fi
say "Installing Python packages (minutes, the first time)"
.venv/bin/python -m pip install --quiet --disable-pip-version-check --no-warn-script-location \
  $(torch_index "$python") -c constraints.txt -e '.[train,dev]'
touch .venv/.ready
