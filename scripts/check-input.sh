#!/bin/sh
# make check-input: types Chinese through fcitx5 into a real window and compares
# what arrived. The window reports each change as one line of JSON.
set -eu
cd "$(dirname "$0")/.."
. scripts/display.sh

program=${YUNBAN:-bin/yunban}
heard=$scratch/heard

start_bus() {
	dbus-daemon --session --nofork --print-address=3 3>"$scratch/bus" 2>"$scratch/bus.log" &
	remember $!
	until_true 10 "the message bus" test -s "$scratch/bus"
	DBUS_SESSION_BUS_ADDRESS=$(cat "$scratch/bus")
	export DBUS_SESSION_BUS_ADDRESS
}

# Pinyin from the first key on, and nothing of this user's own settings.
start_input_method() {
	export HOME="$scratch/home" XDG_CONFIG_HOME="$scratch/home/.config" XDG_DATA_HOME="$scratch/home/.local"
	mkdir -p "$XDG_CONFIG_HOME/fcitx5"
	cat >"$XDG_CONFIG_HOME/fcitx5/profile" <<-END
		[Groups/0]
		Name=Default
		Default Layout=us
		DefaultIM=pinyin
		[Groups/0/Items/0]
		Name=keyboard-us
		[Groups/0/Items/1]
		Name=pinyin
		[GroupOrder]
		0=Default
	END
	printf '[Behavior]\nActiveByDefault=True\n' >"$XDG_CONFIG_HOME/fcitx5/config"
	export XMODIFIERS=@im=fcitx
	fcitx5 --disable=wayland >"$scratch/fcitx.log" 2>&1 &
	remember $!
	until_true 20 "the input method" serves_windows
}

serves_windows() { xprop -root XIM_SERVERS | grep -q '@server=fcitx'; }

start_window() {
	"$program" input-window >"$heard" 2>"$scratch/window.log" &
	remember $!
	window_of $!
	until_true 10 "the keyboard in the first field" said line focused ''
	until_true 10 "pinyin" active
}

active() { [ "$(fcitx5-remote)" = 2 ]; }

key() { xdotool key --delay 40 "$@"; }
write() { xdotool type --delay 40 "$1"; }

# said FIELD EVENT TEXT: the last thing reported is this.
said() { [ "$(tail -n 1 "$heard")" = "{\"field\":\"$1\",\"event\":\"$2\",\"text\":\"$3\"}" ]; }

# arrives WHAT FIELD EVENT TEXT: waits for it, and says what came instead.
arrives() {
	what=$1
	shift
	tries=100
	until said "$@"; do
		tries=$((tries - 1))
		if [ "$tries" = 0 ]; then
			echo "FAIL $what" >&2
			echo "     wanted: $*" >&2
			echo "     came:   $(tail -n 1 "$heard")" >&2
			exit 1
		fi
		sleep 0.05
	done
	echo "ok   $what"
}

# never WHAT PATTERN: nothing reported so far looks like this.
never() {
	if grep "$2" "$heard" >&2; then
		echo "FAIL $1" >&2
		exit 1
	fi
	echo "ok   $1"
}

one_line() {
	write nihao
	key space
	arrives "a word in pinyin arrives" line changed 你好

	write nihaoa
	key BackSpace space
	arrives "Backspace edits the pinyin and not the text" line changed 你好你好

	write nihao
	key Tab space
	never "Tab chooses and does not leave the field" '"field":"text"'

	key ctrl+a
	write renmin
	key space
	arrives "what is selected is replaced" line changed 人民

	write lvse
	key Return
	arrives "Enter hands over the Latin letters" line changed 人民lvse
	never "and does not submit" '"event":"submitted"'
	key Return
	arrives "the next Enter submits" line submitted 人民lvse
}

many_lines() {
	key Tab
	arrives "Tab leaves the field when nothing is being written" text focused ''

	write nihao
	key Return
	arrives "Enter makes no line while writing" text changed nihao
	key Return
	write zhongguo
	key space
	arrives "and makes one after it" text changed 'nihao\n中国'
}

# The list of candidates hangs at the caret: it comes further to the right when
# there is text before it, and further down in the second line.
candidates() {
	key ctrl+a BackSpace
	write ni
	arrives_list "the candidates appear" true
	first_x=$list_x first_y=$list_y
	key space
	write hao
	arrives_list "and follow the caret to the right" [ '$list_x' -ge $((first_x + 10)) ]
	key space Return
	write ma
	arrives_list "and to the next line" [ '$list_x' = "$first_x" ] '&&' [ '$list_y' -ge $((first_y + 10)) ]
	key Escape
}

# arrives_list WHAT CONDITION…: waits for the list at a place list_x, list_y
# where the condition holds.
arrives_list() {
	what=$1
	shift
	tries=100 list_x='nowhere' list_y=
	until list=$(xdotool search --onlyvisible --class fcitx) && placed "$list" && eval "$@"; do
		tries=$((tries - 1))
		if [ "$tries" = 0 ]; then
			echo "FAIL $what; the list is at $list_x $list_y" >&2
			exit 1
		fi
		sleep 0.05
	done
	echo "ok   $what"
}

placed() {
	geometry=$(xdotool getwindowgeometry --shell "$1") || return 1
	list_x=$(echo "$geometry" | sed -n 's/^X=//p')
	list_y=$(echo "$geometry" | sed -n 's/^Y=//p')
}

start_display 1000x700
start_bus
start_input_method
start_window
one_line
many_lines
candidates
echo "== Chinese arrives as it was typed"
