#!/bin/sh
# make figures: what a person waits for, with 10,000 requests in the store, and
# how much memory the window takes, beside a bare window on the same machine.
# Medians in milliseconds, the least and the most in brackets. The requests are
# kept in out/crowd for the next time. TAGS and TEST_TAGS come from the Makefile.
set -eu
cd "$(dirname "$0")/.."
. scripts/display.sh

crowd=$(pwd)/out/crowd
mkdir -p "$(dirname "$crowd")"

# bench PATTERN PACKAGE: each benchmark as a line of name and milliseconds.
bench() {
	YUNBAN_CROWD=$crowd go test -tags "$TEST_TAGS" -run '^$' -bench "$1" -timeout 30m "$2" >"$scratch/bench" || {
		cat "$scratch/bench"
		exit 1
	}
	awk '/^Benchmark/ {
		name = $1
		sub(/-[0-9]+$/, "", name)
		sub(/^Benchmark[A-Za-z]*\//, "", name)
		sub(/^BenchmarkActs$/, "a whole life of twelve acts", name)
		sub(/^BenchmarkFirst$/, "the first paper, fonts and all", name)
		gsub("_", " ", name)
		for (i = 3; i < NF; i += 2)
			if ($(i + 1) == "ns/op")
				printf "%-40s %9.1f\n", name, $i / 1e6
			else if (sub(/-ms$/, "", $(i + 1)))
				printf "  %-38s %9.1f\n", $(i + 1), $i
	}' "$scratch/bench"
}

# watch ARGUMENT…: a program's window, from its start on.
watch() { "$scratch/stopwatch" -screen "$screen/Xvfb_screen0" "$@"; }

echo "== on $(nproc) processors, $(cut -d' ' -f1 /proc/loadavg) busy already"
if [ ! -e "$crowd" ]; then
	echo "== the first time 10,000 requests are filed: some minutes"
fi
echo "== from the store, milliseconds"
bench '^BenchmarkDesk$' ./app
echo "== acts, milliseconds: the median of each, and the worst of all"
bench '^BenchmarkActs$' ./app
echo "== papers, milliseconds"
bench '^Benchmark(First|Paper)$' ./app/pdf
echo "== the same papers as OFD and as PDF, milliseconds"
bench '^BenchmarkOFD$' ./app/ofd
echo "== a ledger of 100,000 rows and 12 columns, beside Python's xlsxwriter and openpyxl"
go test -tags "$TEST_TAGS" -run '^$' -bench '^BenchmarkLedger$' -benchtime 1x ./app/xlsx |
	awk '/^BenchmarkLedger\// {
		sub(/^BenchmarkLedger\//, ""); sub(/-[0-9]+ /, " ")
		printf "%-12s", $1
		for (i = 3; i < NF; i += 2) if ($(i + 1) != "ns/op") printf "  %7.1f %s", $i, $(i + 1)
		print ""
	}'

go build -o "$scratch/stopwatch" ./scripts/testdata/stopwatch
go build -buildvcs=false -tags "$TAGS" -ldflags "-s -w" -o "$scratch/bare" ./scripts/testdata/bare
screen=$(mktemp -d -p /dev/shm)
trap 'stop_all; rm -rf "$screen"' EXIT
start_display 1366x768 -fbdir "$screen"

echo "== a bare Fyne window"
watch "$scratch/bare"
echo "== a bare Fyne window with a table in our two fonts"
watch "$scratch/bare" assets/fonts/NotoSansSC-Regular.ttf assets/fonts/NotoSansSC-Bold.ttf
echo "== our window, at the sign-in page and then at work"
watch -do 'type yunban-demo' \
	-step 'signing in and home=key --delay 0 Return' \
	-step 'the list, the first time=key --delay 0 ctrl+2' \
	-step 'home again=key --delay 0 ctrl+1' \
	-step 'the list again=key --delay 0 ctrl+2' \
	-step 'one row further=key --delay 0 Down' \
	-step 'a screenful further=key --delay 0 Next' \
	-step 'a request=key --delay 0 Return' \
	-step 'back=key --delay 0 alt+Left' \
	bin/yunban --home "$crowd"
