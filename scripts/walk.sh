#!/bin/sh
# make run without a display: shows the window in memory with the demonstration
# data, walks through it, and leaves pictures and papers in out/.
set -eu
cd "$(dirname "$0")/.."
. scripts/display.sh

program=${YUNBAN:-bin/yunban}
out=${OUT:-out}
mkdir -p "$out/screens" "$out/papers"

echo "There is no display here, so the window is shown in memory and walked through."

# shot NAME: waits until the window shows something else than in the picture
# before, and has come to rest; a blinking caret is neither.
shot() {
	until_true 10 "the picture of $1" settled
	cp "$scratch/now.png" "$scratch/last.png"
	cp "$scratch/now.png" "$out/screens/$1.png"
	echo "   $out/screens/$1.png"
}

settled() {
	[ ! -e "$scratch/now.png" ] || mv "$scratch/now.png" "$scratch/before.png"
	import -window "$window" "$scratch/now.png"
	same before && ! same last
}

# same WHICH: fewer than 200 pixels have changed since that picture.
same() {
	[ -e "$scratch/$1.png" ] &&
		[ "$(compare -metric AE "$scratch/$1.png" "$scratch/now.png" null: 2>&1)" -lt 200 ]
}

click() { xdotool mousemove --window "$window" "$1" "$2" click 1; }
key() { xdotool key --window 0 "$@"; }
write() { xdotool type --delay 15 "$1"; }

# The steps; places are pixels of the window at 1366×768.
walk() {
	shot start
}

echo "== papers of the demonstration"
"$program" demo --out "$out/papers"

echo "== the window"
start_display 1366x768
"$program" --home "$scratch/home" >"$out/window.log" 2>&1 &
remember $!
window_of $!
walk

echo "== done: pictures in $out/screens, papers in $out/papers"
