# Two commands are enough: make run, make test. The rest is below.

.PHONY: help run build load test race lint vulncheck figures hub-figures check-input check-service deps deps-show deps-test deps-input deps-service clean
.DEFAULT_GOAL := help

# migrated_fynedo: without it every widget refresh asks the runtime on which
# goroutine it is, and a table scrolls ten times slower. Tests and race runs
# leave it out, because without it Fyne reports calls from a wrong goroutine.
# no_emoji: 4 MB less. sqlite_fts5: the full-text search of the store.
TEST_TAGS := no_emoji sqlite_fts5
TAGS      := migrated_fynedo $(TEST_TAGS)

# No -trimpath here: it would make a second build of every dependency beside the
# one that the tests use. No version control stamp: it would link the program
# again after every commit, and the window's test with it.
BUILD := go build -buildvcs=false -tags "$(TAGS)" -ldflags "-s -w"

help: ## This list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-12s %s\n", $$1, $$2 }' Makefile

# A machine without a display gets one in memory, and pictures of the window.
ifneq ($(DISPLAY)$(WAYLAND_DISPLAY),)
run: build ## Build and open the window; with no display, walk it and leave pictures in out/
	bin/yunban
else
run: deps-show build
	@scripts/walk.sh
endif

# Built only when something is newer, folders included, so that the result of
# the window's test stays good as long as the program does.
build: deps ## bin/yunban and bin/yunban-hub
	@if [ ! -e bin/yunban ] || [ -n "$$(find Makefile go.mod go.sum *.go app assets model ui third_party -newer bin/yunban -print -quit)" ]; then \
		echo "== build (the first time about a minute)"; \
		$(BUILD) -o bin/yunban .; \
	fi
	@if [ ! -e bin/yunban-hub ] || [ -n "$$(find Makefile go.mod go.sum app assets model -newer bin/yunban-hub -print -quit)" ]; then \
		$(BUILD) -o bin/yunban-hub ./app/hubd; \
	fi

test: deps-test build ## Everything that is checked before a change is taken
	@TAGS="$(TEST_TAGS)" scripts/test.sh

race: deps-test ## The tests of everything but the real window, under the race detector
	go test -race -tags "$(TEST_TAGS)" $$(go list -tags "$(TEST_TAGS)" ./... | grep -v '^yunban$$')

lint: deps ## staticcheck, and the linters of .golangci.yml
	go run honnef.co/go/tools/cmd/staticcheck@v0.8.2 -tags "$(TEST_TAGS)" ./...
	go run github.com/golangci/golangci-lint/v2/cmd/golangci-lint@v2.15.0 run ./...

vulncheck: deps ## Known weaknesses in the libraries that we reach
	go run golang.org/x/vuln/cmd/govulncheck@v1.9.0 -tags "$(TEST_TAGS)" ./...

figures: deps-show build ## How long things take with 10,000 requests in the store, and the memory (minutes; on a quiet machine)
	@TAGS="$(TAGS)" TEST_TAGS="$(TEST_TAGS)" scripts/figures.sh

load: deps ## bin/yunban-load, which measures a running hub or PocketBase (its own help says how)
	$(BUILD) -o bin/yunban-load ./app/hubload

hub-figures: build load ## What the hub does in a second, first syncs and hints, each with what it shall reach (minutes; on a quiet machine)
	@scripts/hub-figures.sh

check-input: deps-input build ## Type Chinese through a real input method into the real window
	@scripts/check-input.sh

check-service: deps-service build ## Run the hub under a real systemd, in a container (as root)
	@scripts/check-service.sh

deps: ## Install what the build needs (Debian, Ubuntu)
	@scripts/deps.sh build

deps-show:
	@scripts/deps.sh build show

deps-test:
	@scripts/deps.sh build show papers

deps-input:
	@scripts/deps.sh build show input

deps-service:
	@scripts/deps.sh build service

clean: ## Remove what was built
	rm -rf bin out
