# make help lists the targets.
GO ?= go
BIN := bin/retrowiki

.PHONY: help
help: ## list the targets
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 14

.PHONY: build
build: ## build bin/retrowiki
	$(GO) build -trimpath -ldflags='-s -w' -o $(BIN) ./cmd/retrowiki

.PHONY: demo
demo: build ## build the example wiki and serve it on http://127.0.0.1:8080
	./examples/make-repository .demo
	$(BIN) serve --source .demo

.PHONY: test
test: tools ## run every test, installing what they need
	./.ci/prepare
	RETROWIKI_TOOLS=1 $(GO) test ./...
	./.ci/fuzz 10s

FUZZTIME ?= 5m
FUZZ ?= .

.PHONY: fuzz
fuzz: ## run every fuzz target for FUZZTIME each (5m), or those that match FUZZ
	./.ci/fuzz $(FUZZTIME) '$(FUZZ)'

.PHONY: test-action
test-action: tools ## run the GitHub Action for real, against a fake GitHub
	RETROWIKI_TOOLS=1 $(GO) test ./internal/actiontest

.PHONY: tools
tools: ## install into bin what the tests run: workflows, and the judge of accessibility
	GOBIN=$(CURDIR)/bin $(GO) install github.com/nektos/act@v0.2.89
	GOBIN=$(CURDIR)/bin $(GO) install github.com/rhysd/actionlint/cmd/actionlint@v1.7.12
	$(GO) run ./internal/browsertest/axe bin

.PHONY: lint
lint: ## vet, format, static analysis, known vulnerabilities
	$(GO) vet ./...
	@test -z "$$(gofmt -l $$(git ls-files "*.go"))" || { gofmt -l $$(git ls-files "*.go"); echo 'run gofmt -w on these'; exit 1; }
	$(GO) run honnef.co/go/tools/cmd/staticcheck@v0.7.0 ./...
	./.ci/vulnerabilities

.PHONY: bench
bench: build ## measure at 1,000 and 10,000 incidents, beside Hugo where it is installed; BENCH='-sizes 100000' for more
	$(GO) build -o bin/floor ./internal/bench/floor
	$(GO) run ./internal/bench -retrowiki $(BIN) $(BENCH)

.PHONY: update
update: ## write golden files, then read the difference
	$(GO) test $$(grep -rl --include='*_test.go' 'retrowiki/internal/golden' . | xargs -n1 dirname | sort -u) -update

.PHONY: screenshots
screenshots: build ## make the README's pictures from the example wiki
	./.ci/prepare
	$(GO) run ./internal/screenshots -retrowiki $(BIN) -to docs/images
