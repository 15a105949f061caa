# Sourced by the scripts that show the window where there is no screen.
# shellcheck shell=sh

scratch=$(mktemp -d)
started=

# Ends what this script started, and nothing else, however the script ends.
stop_all() {
	for pid in $started; do
		kill "$pid" 2>/dev/null || true
	done
	wait
	rm -rf "$scratch"
}
trap stop_all EXIT
trap 'exit 1' INT TERM

# remember PID: it is ended with the script, the last one first.
remember() { started="$1 $started"; }

# until_true SECONDS WHAT COMMAND…: asks again and again; says what did not come.
until_true() {
	tries=$(($1 * 20)) what=$2
	shift 2
	until "$@" >/dev/null 2>&1; do
		tries=$((tries - 1))
		if [ "$tries" -le 0 ]; then
			echo "$what did not come" >&2
			exit 1
		fi
		sleep 0.05
	done
}

# start_display WIDTHxHEIGHT [OPTION…]: an X server in memory, with a window
# manager, for without one no window has the keyboard. Xvfb finds a number that
# is free.
start_display() {
	size=$1
	shift
	Xvfb -displayfd 3 -screen 0 "${size}x24" -nolisten tcp "$@" 3>"$scratch/display" 2>"$scratch/xvfb.log" &
	remember $!
	until_true 10 "the X server" test -s "$scratch/display"
	DISPLAY=:$(cat "$scratch/display")
	export DISPLAY
	unset WAYLAND_DISPLAY
	# Without this the window would start a message bus that outlives it.
	export DBUS_SESSION_BUS_ADDRESS=disabled:
	# Chinese needs a UTF-8 locale; this one is always there.
	export LC_ALL=C.UTF-8
	openbox --sm-disable >"$scratch/openbox.log" 2>&1 &
	remember $!
	until_true 10 "the window manager" xdotool get_num_desktops
}

# window_of PID: waits for its window and gives it the keyboard.
window_of() {
	until_true 20 "the window" xdotool search --onlyvisible --pid "$1"
	window=$(xdotool search --onlyvisible --pid "$1" | tail -n 1)
	xdotool windowactivate --sync "$window"
	until_true 20 "the first picture" painted
}

# painted: more colours than an empty window has.
painted() { [ "$(import -window "$window" -format %k info:)" -gt 8 ]; }
