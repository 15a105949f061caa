#!/bin/sh
# make run without a display: shows the window in memory with the demonstration
# data, walks through it, and leaves pictures and papers in out/.
set -eu
cd "$(dirname "$0")/.."
. scripts/display.sh

program=${YUNBAN:-bin/yunban}
out=${OUT:-out}
rm -rf "$out/screens" "$out/papers"
mkdir -p "$out/screens" "$out/papers"

key() { xdotool key --delay 40 "$@"; }
write() { xdotool type --delay 15 "$1"; }
click() { xdotool mousemove --window "$window" "$1" "$2" click 1; }

titled() { [ "$(xdotool getwindowname "$window")" = "$1" ]; }

# page TITLE: waits for the page with that title.
page() { until_true 20 "the page $1" titled "$1 · 云办"; }

# opened: the page of a request or a draft, whose title is its system's.
opened() {
	case $(xdotool getwindowname "$window") in
	待办* | 申请* | "填写申请 "*) return 1 ;;
	esac
}

# shot NAME: the picture of what the window shows, as soon as that is something
# else than before and has rested a while; a blinking caret is neither.
shot() {
	shots=$((shots + 1)) rested=0
	picture=$out/screens/$(printf %02d "$shots")-$1.png
	until_true 10 "the picture of $1" settled
	cp "$scratch/now" "$scratch/last"
	convert -size 1366x768 -depth 8 "rgb:$scratch/now" "$picture"
	echo "   $picture"
}

shots=0

settled() {
	[ ! -e "$scratch/now" ] || mv "$scratch/now" "$scratch/before"
	import -silent -window "$window" -depth 8 "rgb:$scratch/now"
	rested=$((rested + 1))
	same before && ! same last || rested=0
	[ "$rested" -ge 4 ]
}

# same WHICH: fewer than 200 points have changed since that picture.
same() {
	[ -e "$scratch/$1" ] &&
		[ "$(cmp -l "$scratch/$1" "$scratch/now" | head -n 600 | wc -l)" -lt 600 ]
}

# look KEY NAME: presses a key, and takes a picture if it leads anywhere; without
# a name, under the title of the page.
look() {
	key "$1"
	tries=15
	import -silent -window "$window" -depth 8 "rgb:$scratch/now"
	while same last; do
		tries=$((tries - 1))
		[ "$tries" -gt 0 ] || return 0
		import -silent -window "$window" -depth 8 "rgb:$scratch/now"
	done
	shot "${2:-$(xdotool getwindowname "$window" | sed 's| · 云办$||; s|/|_|g')}"
}

# as NAME: signs in, with the keyboard in the field of the name.
as() {
	write "$1"
	key Return
	write yunban-demo
	key Return
	page 待办
}

# sign_out puts the keyboard into the field of the name.
sign_out() {
	click 1320 49
	until_true 20 "the sign-in" titled 云办
	shot "$1"
	key shift+Tab ctrl+a
}

# The smallest screen that the window is made for.
small() {
	xdotool windowsize "$window" 1366 768
	xdotool getwindowgeometry "$window" | grep -q 1366x768
}

first_start() {
	until_true 10 "a window of 1366×768" small
	shot first-start
	key Down Down Return # the second city
	shot city
	key Tab Tab Tab Tab Tab Tab Return # on to the demonstration data
	until_true 60 "the demonstration data" ls "$scratch/home/demo/panjin-2016/yunban.db"
	shot sign-in
}

officer() {
	as chenkun
	shot home
	key Down Return
	until_true 20 "the request" opened
	shot request
	key Return
	shot accepting
	key Escape
	look alt+2 request-resources
	look alt+3 request-files
	look alt+4 request-tests
	look alt+5 request-rounds
	look alt+6 request-papers
	look alt+7 request-history
	rail
	sign_out remembered
}

# rail visits the places at the left, of which each person has others.
rail() {
	for n in 2 3 4 5 6 7 8 9 0; do
		look "ctrl+$n"
	done
}

clerk() {
	as wangfang
	shot clerk-home
	key Tab Tab Tab Tab Return # from the list past what begins a form to the draft beside it
	until_true 20 "the draft" opened
	shot form-unit
	key shift+Tab # to the steps of the form
	for step in project system network protection resources materials pledge preview; do
		key Down
		shot "form-$step"
	done
	sign_out signed-out
}

administrator() {
	as gaoyuan
	rail
}

echo "There is no display here, so the window is shown in memory and walked through."
echo "== papers of the demonstration"
"$program" demo --out "$out/papers" >"$out/papers.txt"
ls "$out/papers" | sed "s|^|   $out/papers/|"

echo "== the window"
start_display 1400x820
"$program" --home "$scratch/home" >"$out/window.log" 2>&1 &
remember $!
window_of $!
first_start
officer
clerk
administrator

echo "== done: pictures in $out/screens, papers in $out/papers"
