#!/bin/sh
# Installs what is missing for the named purposes: deps.sh build show papers input service
#
# On Debian and Ubuntu with apt-get, as root or through sudo. Elsewhere it looks
# whether the build could work, and if not says what to install.
set -eu

# What a purpose needs: a word why, then its Debian packages.
needs() {
	case $1 in
	build) echo "to compile: C compiler, OpenGL and X11 headers
		gcc libc6-dev pkg-config libgl-dev libx11-dev libxcursor-dev
		libxrandr-dev libxinerama-dev libxi-dev libxxf86vm-dev" ;;
	show) echo "to show the window without a screen and test it: a display in memory, its keyboard, software OpenGL, keys and mouse, pictures, reading PDF, Chinese letters for tests in the toolkit's own look
		xvfb x11-xkb-utils libgl1-mesa-dri openbox xdotool imagemagick poppler-utils fonts-lxgw-wenkai" ;;
	papers) echo "to test papers with other people's programs: signatures and their certificates, the structure of PDF and OFD files, workbooks saved by LibreOffice and openpyxl
		poppler-utils libnss3-tools openssl qpdf libxml2-utils libreoffice-calc-nogui python3-openpyxl python3-xlsxwriter" ;;
	input) echo "to type Chinese in a test: an input method, its message bus, a look at the X server
		fcitx5 fcitx5-chinese-addons dbus-x11 x11-utils" ;;
	service) echo "to try the hub as a service: a Debian of its own, and a container for it
		debootstrap systemd-container" ;;
	*) echo "deps.sh: unknown purpose $1" >&2 && exit 2 ;;
	esac
}

packages() { needs "$1" | tail -n +2 | xargs; }

# missing prints those of the packages that dpkg does not know as installed.
missing() {
	installed=$(dpkg-query -W -f '${db:Status-Abbrev}${binary:Package}\n' "$@" 2>/dev/null |
		sed -n 's/^ii *\([^:]*\).*/\1/p')
	for p in "$@"; do
		echo "$installed" | grep -qx "$p" || echo "$p"
	done | xargs
}

need_go() {
	if ! command -v go >/dev/null; then
		echo "Go is not installed. Get 1.26 or later from https://go.dev/dl/ and put its bin folder on the PATH." >&2
		exit 1
	fi
}

with_apt() {
	all=
	for purpose in "$@"; do
		# shellcheck disable=SC2046 # one word for each package
		lacking=$(missing $(packages "$purpose"))
		if [ -n "$lacking" ]; then
			echo "== install $lacking"
			echo "   ($(needs "$purpose" | head -n 1))"
			all="$all $lacking"
		fi
	done
	[ -n "$all" ] || return 0

	as_root=
	if [ "$(id -u)" != 0 ]; then
		if ! command -v sudo >/dev/null; then
			echo "Please run as root, then try again: apt-get install$all" >&2
			exit 1
		fi
		as_root=sudo
	fi
	$as_root apt-get update -q
	# shellcheck disable=SC2086 # one word for each package
	$as_root env DEBIAN_FRONTEND=noninteractive apt-get install -q -y --no-install-recommends $all
}

# Where there is no apt-get, what can be found decides, not what is packaged.
without_apt() {
	case $(uname -s) in
	Darwin) xcode-select -p >/dev/null 2>&1 && return 0 ;;
	*) command -v cc >/dev/null &&
		pkg-config --exists gl x11 xcursor xrandr xinerama xi xxf86vm 2>/dev/null &&
		return 0 ;;
	esac
	cat >&2 <<-'END'
		This is not Debian or Ubuntu, so please install these yourself, then try again:
		  Fedora, openEuler, Kylin (rpm)
		           gcc pkgconf mesa-libGL-devel libX11-devel libXcursor-devel libXrandr-devel
		           libXinerama-devel libXi-devel libXxf86vm-devel
		  Arch     base-devel libglvnd libx11 libxcursor libxrandr libxinerama libxi libxxf86vm
		  macOS    xcode-select --install
		  Windows  a C compiler such as MSYS2's mingw-w64-x86_64-gcc
		To show the window without a screen, and for the tests, also Xvfb, openbox,
		xdotool, ImageMagick and poppler; for make check-input, fcitx5 with its Chinese addons.
	END
	exit 1
}

need_go
if command -v apt-get >/dev/null; then
	with_apt "$@"
else
	without_apt
fi
