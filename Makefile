# Everything a developer or a user of this folder runs. `make` alone lists it.
SHELL := /bin/bash
MVN := mvn -B -ntp -Dstyle.color=never
QUIET := $(MVN) -q

.DEFAULT_GOAL := help
.PHONY: help demo test test-unit test-cluster run cluster-build cluster-up cluster-down clean

help: ## what there is
	@awk -F':.*## ' '/^[a-z-]+:.*## /{printf "  make %-14s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

demo: ## the whole flow in one JVM, live (FAIL=<workload>: its pre-deployment task fails)
	@$(QUIET) test-compile dependency:build-classpath -DincludeScope=test -Dmdep.outputFile=target/test.classpath
	@java -XX:TieredStopAtLevel=1 -XX:+UseSerialGC -cp target/test-classes:target/classes:$$(cat target/test.classpath) dev.dromon.sandbox.Demo

test: ## all tests, with those on a real control plane where Go is there
	@hack/test

test-unit: ## the tests that need no cluster
	@$(MVN) test

test-cluster: ## only the tests on a real control plane
	@hack/test cluster

run: ## Dromon against the cluster of the current kubeconfig
	@$(QUIET) compile dependency:build-classpath -DincludeScope=runtime -Dmdep.outputFile=target/runtime.classpath
	@java $(JAVA_OPTS) -cp target/classes:$$(cat target/runtime.classpath) dev.dromon.app.Main

cluster-build: ## the binaries for the tests with a control plane, into a cache outside the tree
	@hack/cluster/build
	@hack/health/build

cluster-up: ## a real control plane with simulated nodes; prints the export line for its kubeconfig
	@hack/cluster/up

cluster-down: ## stops the control plane that KUBECONFIG points to
	@hack/cluster/down

clean: ## removes what was built in this folder
	@$(QUIET) clean
