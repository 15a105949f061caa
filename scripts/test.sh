#!/bin/sh
# All checks in the order of how soon they answer. TAGS comes from the Makefile.
set -eu

echo "== gofmt"
unformatted=$(find . -name '*.go' -not -path './third_party/glfw/*' -exec gofmt -l {} +)
if [ -n "$unformatted" ]; then
	echo "not formatted; run gofmt -w on:"
	echo "$unformatted"
	exit 1
fi

echo "== go vet (it compiles everything the first time: about a minute)"
go vet -tags "$TAGS" ./...

echo "== go test"
go test -vet=off -timeout 15m -tags "$TAGS" ./...
