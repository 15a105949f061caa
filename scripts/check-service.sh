#!/bin/sh
# make check-service: the hub under a real systemd, in a container of Debian
# that is made once and kept in out/box. What assets/hub/README.md says is done
# to the letter, then everything happens to it that happens to a service. As
# root. The desk is this machine's, in the container's network.
set -eu
cd "$(dirname "$0")/.."

box=$(pwd)/out/box
scratch=$(mktemp -d)
store=/var/lib/yunban-hub/store
unit=yunban-hub.service.d/check.conf
nspawn=
export YUNBAN_PASSWORD=Pruefung-2026-hub
trap 'halt; rm -rf --one-file-system "$scratch"' EXIT
trap 'exit 1' INT TERM

make_box() {
	[ -e "$box/sbin/init" ] && return
	echo "== a Debian for the container (the first time, a minute)"
	rm -rf --one-file-system "$box.new"
	mkdir -p out
	debootstrap --variant=minbase --include=systemd,systemd-sysv,dbus bookworm "$box.new" >"$scratch/log" || { tail "$scratch/log"; exit 1; }
	mv "$box.new" "$box"
}

# boot starts the container; what it shares with this machine is the program.
boot() {
	alone=
	[ -d /run/systemd/system ] || alone=--keep-unit
	# shellcheck disable=SC2086 # none or one word
	systemd-nspawn --quiet --register=no $alone -M yunban-check -D "$scratch/box" --private-network --bind-ro="$(pwd):/yunban" --boot \
		>"$scratch/console" 2>&1 </dev/null &
	nspawn=$!
	until_true 60 "the container" booted
}

booted() {
	leader=$(cut -d' ' -f1 "/proc/$nspawn/task/$nspawn/children")
	[ -n "$leader" ] && inside systemctl is-active multi-user.target
}

halt() {
	if [ -n "$nspawn" ]; then
		inside systemctl poweroff >/dev/null 2>&1 || kill "$nspawn" 2>/dev/null || true
		wait "$nspawn" || true
	fi
	nspawn=
}

inside() { nsenter -t "$leader" -a -- env -i PATH=/usr/local/bin:/usr/bin:/usr/sbin:/bin:/sbin LANG=C.UTF-8 SYSTEMD_COLORS=0 "$@"; }
hub() { inside runuser -u yunban-hub -- yunban-hub --store "$store" --json "$@"; }
desk() { nsenter -t "$leader" -n bin/yunban --home "$scratch/desk" --json "$@"; }
written() { inside journalctl -u yunban-hub -o cat --no-pager "$@"; }
state() { inside systemctl show yunban-hub --value -p "$1"; }
again() { [ "$(state NRestarts)" = 1 ]; }
taken() { inside grep -q ':20FB .* 0A ' /proc/net/tcp /proc/net/tcp6; } # 8443, listening
serves() { inside systemctl is-active yunban-hub; }
head_of() { hub stats | sed 's/.*"head":\([0-9]*\).*/\1/'; }

# until_true SECONDS WHAT COMMAND…: asks again and again; says what did not come.
until_true() {
	tries=$(($1 * 10)) awaited=$2
	shift 2
	until "$@" >/dev/null 2>&1; do
		tries=$((tries - 1))
		[ "$tries" -gt 0 ] || fail "$awaited did not come"
		sleep 0.1
	done
}

fail() {
	echo "FAIL $1" >&2
	cat "$scratch/said" "$scratch/console" 2>/dev/null | tail -n 20 >&2
	written -n 20 >&2 || true
	exit 1
}

# ok WHAT COMMAND…, refused WHAT COMMAND…: it is done, or not; says says what it said.
ok() {
	what=$1
	shift
	"$@" >"$scratch/said" 2>&1 || fail "$what"
	echo "ok   $what"
}
refused() {
	what=$1
	shift
	! "$@" >"$scratch/said" 2>&1 || fail "$what"
	echo "ok   $what"
}
says() { grep -q -e "$1" "$scratch/said" || fail "$what: it did not say $1"; }

# told: the first block of commands under Linux, as the page has it.
told() { awk '/^## Linux/ {on=1; next} on && /^    / {print; seen=1; next} seen {exit}' assets/hub/README.md; }

found() {
	inside env YUNBAN_PASSWORD="$YUNBAN_PASSWORD" runuser -u yunban-hub -- yunban-hub serve --store "$store" --init --profile panjin-2016 --admin admin >"$scratch/said" 2>&1 &
	founding=$!
	until_true 20 "the founding" test -e "$scratch/box$store/hub/serving.json"
	inside sh -c 'kill -INT $(pidof yunban-hub)'
	wait $founding
}

joins() {
	desk join https://127.0.0.1:8443 --code "$(hub enrol --unit authority | sed 's/.*"code":"\([^"]*\).*/\1/')" \
		--fingerprint "$(hub enrol --unit authority | sed 's/.*"fingerprint":"\([^"]*\).*/\1/')"
}

files() { desk --as admin unit add "$1" --name "$1" && desk --as admin sync; }

install_it() {
	ok "it installs as its page says" inside sh -euc "cd /yunban; $(told)"
	ok "it is founded by hand as its user, and ends with Ctrl-C" found
	ok "it starts, and with the machine, too" inside systemctl enable --now yunban-hub
	ok "started means that it serves" hub stats
	ok "a desk joins" joins
	ok "and files" files health
}

hold_it() {
	pid=$(state MainPID)
	ok "it has no rights that it does not need" inside grep -E '^(Uid|CapEff|NoNewPrivs|Seccomp):' "/proc/$pid/status"
	says 'CapEff:.0000000000000000' && says 'NoNewPrivs:.1' && says 'Seccomp:.2'
	for place in /usr /etc /var/lib /srv /home; do
		refused "and cannot write to $place" inside nsenter -t "$pid" -m -- sh -c "echo >$place/x"
	done
	ok "its user's commands reach it" hub verify
	ok "root's, too" inside yunban-hub stats --store "$store"
	refused "somebody else's do not" inside runuser -u nobody -- yunban-hub stats --store "$store"
	says 'sudo -u yunban-hub'
	ok "it is copied while it serves" hub backup /var/lib/yunban-hub/copy.zip
	ok "and the copy is good" inside runuser -u yunban-hub -- yunban-hub restore /var/lib/yunban-hub/copy.zip --store /var/lib/yunban-hub/drill
}

stop_it() {
	ok "it restarts" inside systemctl restart yunban-hub
	ok "and the desk goes on" files transport
	ok "it stops in good order" inside timeout 10 systemctl stop yunban-hub
	written -n 10 >"$scratch/said"
	says '"msg":"stopped"}'
	inside systemctl start yunban-hub
	before=$(head_of)
	ok "after kill -9" inside sh -c "kill -9 $(state MainPID)"
	until_true 20 "the restart" again
	until_true 20 "the hub" serves
	ok "it is there again with everything" [ "$(head_of)" = "$before" ]
	ok "and the desk goes on after that" files finance
}

hinder_it() {
	inside systemctl stop yunban-hub
	inside systemd-run --quiet --unit=taker systemd-socket-activate -l 8443 cat
	until_true 10 "who takes the port" taken
	refused "a start that fails is called so: the port is taken" inside systemctl start yunban-hub
	written -n 15 >"$scratch/said"
	says 'address already in use'
	inside systemctl stop taker
	until_true 20 "the hub, by itself, once the port is free" serves
	inside systemctl stop yunban-hub
	inside chown -R root: "$store"
	refused "so is a folder that is not its own" inside systemctl start yunban-hub
	inside chown -R yunban-hub: "$store"
	until_true 20 "the hub, by itself, once the folder is its own" serves
	inside sh -c "mkdir -p /etc/systemd/system/yunban-hub.service.d; printf '[Service]\nExecStart=\nExecStart=/usr/local/bin/yunban-hub serve --lissten\n' >/etc/systemd/system/$unit; systemctl daemon-reload"
	refused "wrong words" inside systemctl restart yunban-hub
	ok "are not tried again" [ "$(state ActiveState)" = failed ]
	inside sh -c "rm /etc/systemd/system/$unit; systemctl daemon-reload; systemctl start yunban-hub"
}

make_box
cp -a "$box" "$scratch/box"
boot
install_it
hold_it
stop_it
hinder_it
halt
boot
until_true 20 "the hub after the machine started" serves
ok "it starts with the machine, and the desk goes on" files water
written _COMM=yunban-hub | grep -v '^{' >"$scratch/said" || true
ok "every line it logs is JSON" [ ! -s "$scratch/said" ]
