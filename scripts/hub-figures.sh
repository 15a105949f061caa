#!/bin/sh
# make hub-figures: the hub and its load on this one machine, over TLS, the disk
# waited for at each commit. What it shall reach on two processors stands beside
# each figure; other work on the machine takes from it, so the load average is
# told, and the processor time of the hub. The office and its requests are kept
# in out/hub for the next time.
#   PB=http://127.0.0.1:8090 PB_EMAIL=… PB_PASSWORD=… PB_PID=… measures a running
#   PocketBase with the same records, too.
set -eu
cd "$(dirname "$0")/.."

scene=$(pwd)/out/hub
scratch=$(mktemp -d)
hub=
trap 'if [ -n "$hub" ]; then kill "$hub" 2>/dev/null || true; wait "$hub" 2>/dev/null || true; fi; rm -rf "$scratch"' EXIT

# office NAME ARGUMENT…: an office with requests and desks, made the first time.
office() {
	if [ ! -e "$scene/$1/load.json" ]; then
		rm -rf "${scene:?}/$1"
		mkdir -p "$scene"
		name=$1
		shift
		bin/yunban-load prepare --store "$scene/$name" "$@"
	fi
}

# serve NAME: a hub with a copy of an office.
serve() {
	if [ -n "$hub" ]; then
		kill "$hub"
		wait "$hub" || true
	fi
	rm -rf "$scratch/store"
	cp -r "$scene/$1" "$scratch/store"
	bin/yunban-hub serve --store "$scratch/store" --listen 127.0.0.1:0 >"$scratch/log" 2>&1 &
	hub=$!
	until [ -e "$scratch/store/hub/serving.json" ]; do
		kill -0 "$hub" || { cat "$scratch/log"; exit 1; }
		sleep 0.1
	done
}

load() {
	work=$1
	shift
	bin/yunban-load "$work" --store "$scratch/store" --pid "$hub" "$@"
}

echo "== on $(nproc) processors, $(cut -d' ' -f1 /proc/loadavg) busy already"
office 2000 --brief --requests 2000 --own 2000
office 100000 --brief --requests 100000 --own 2000
office lines --brief --requests 100 --own 100 --desks 5000

echo "== acts of whole lives of requests, judged, numbered and kept: 3,000 a second singly, 9,000 in batches, p99 below 250 ms, below 150 MB"
serve 2000
load acts
load acts --batch 50 --lines 12
echo "== a unit's desk gets its 2,000 requests: below 1 s"
serve 2000
load sync
echo "== a desk gets 100,000 requests: below 10 s; one unit's 2,000 of them: below 1 s"
serve 100000
until grep -q 'copied for new desks' "$scratch/log"; do # once, at the hub's start; until then desks follow the log
	kill -0 "$hub" || { cat "$scratch/log"; exit 1; }
	sleep 0.1
done
grep -o '"copied for new desks".*' "$scratch/log"
load sync --all
load sync
echo "== 5,000 desks are told of an act: below 1 s"
serve lines
load hints --lines 5000
if [ -n "${PB:-}" ]; then
	echo "== applications alone, and PocketBase creating the same records"
	serve 2000
	load acts --filings
	bin/yunban-load pocketbase --store "$scene/2000" --url "$PB" --pid "${PB_PID:-0}"
fi
