# Everything a developer or a user of this folder runs. `make` alone lists it.
SHELL := /bin/bash
MVN := mvn -B -ntp -Dstyle.color=never
QUIET := $(MVN) -q
# What runs Dromon. One compiler, one small heap: it is fast from the start and takes little; the archive of its classes (CDS) halves the start. The heap begins large
# enough for the first lists, so that it is not collected whole again and again while it grows; what is not used of it takes no memory, and it shrinks.
JAR := target/dromon-0.1.0-SNAPSHOT.jar
ARCHIVE := target/dromon.jsa
JVM := -XX:TieredStopAtLevel=1 -XX:+UseSerialGC -XX:InitialHeapSize=96m -XX:MinHeapSize=32m -XX:NewSize=16m -Xmx512m -XX:MinHeapFreeRatio=15 -XX:MaxHeapFreeRatio=30
DROMON = java $(JVM) -XX:SharedArchiveFile=$(ARCHIVE) $(JAVA_OPTS) -jar $(JAR)

OVERLAY ?= default

.DEFAULT_GOAL := help
.PHONY: help image install uninstall demo test test-unit test-cluster faults run package bench bench-events cluster-build cluster-up cluster-down clean

help: ## what there is
	@awk -F':.*## ' '/^[a-z-]+:.*## /{printf "  make %-14s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

demo: ## the whole flow in one JVM, live, and who got its events (FAIL=<workload>: its pre-deployment task fails)
	@$(QUIET) test-compile dependency:build-classpath -DincludeScope=test -Dmdep.outputFile=target/test.classpath
	@java -XX:TieredStopAtLevel=1 -XX:+UseSerialGC -cp target/test-classes:target/classes:$$(cat target/test.classpath) dev.dromon.sandbox.Demo

test: ## all tests, with those on a real control plane where Go is there
	@hack/test

test-unit: ## the tests that need no cluster
	@$(MVN) test

test-cluster: ## only the tests on a real control plane
	@hack/test cluster

faults: ## every crash point, 200 mixtures of faults, 200 flows under kills and troubled receivers (docs/faults.md); takes long
	@hack/cluster/build >/dev/null
	@$(MVN) test -DexcludedGroups= -Dtest='CrashTest,FaultTest,SinksInTroubleTest,KilledDeliveryTest' -Ddromon.fault.every=1 -Ddromon.fault.mixtures=200 -Ddromon.fault.flows=200 -Ddromon.fault.kills=20

run: package ## Dromon against the cluster of the current kubeconfig
	@exec $(DROMON)

package:
	@$(QUIET) package -DskipTests dependency:build-classpath -DincludeScope=test -Dmdep.outputFile=target/test.classpath
	@[[ $(ARCHIVE) -nt $(JAR) ]] || { rm -f $(ARCHIVE).new; $(BENCH)Rehearsal java $(JVM) -Xlog:disable -XX:ArchiveClassesAtExit=$(ARCHIVE).new -jar $(JAR) && mv -f $(ARCHIVE).new $(ARCHIVE); }

BENCH = java -XX:+UseSerialGC -cp target/test-classes:target/classes:$$(cat target/test.classpath) dev.dromon.bench.

bench: package ## how fast it is, on a control plane of its own (PARTS, REPEATS, MANY; RUNTIME and BENCH_USER measure another one)
	@BENCH_COMMAND='$(or $(RUNTIME),$(DROMON))' BENCH_OWN='$(if $(RUNTIME),,yes)' BENCH_USER='$(or $(BENCH_USER),$(if $(RUNTIME),,system:serviceaccount:dromon-system:dromon))' \
		BENCH_DATA='$(if $(PARTS)$(MANY),target/bench.csv,docs/benchmarks/$(if $(RUNTIME),other,dromon).csv)' BENCH_PAGE='$(if $(PARTS)$(MANY)$(RUNTIME),,docs/benchmarks.md)' \
		PARTS='$(PARTS)' REPEATS='$(REPEATS)' MANY='$(MANY)' $(BENCH)Bench

bench-events: package ## how fast events are delivered, webhooks taken and pods admitted (PARTS of events, hooks, down, admissions, metrics; REPEATS, MANY, MINUTES)
	@for part in $(or $(PARTS),events hooks admissions); do \
		BENCH_COMMAND='$(DROMON)' BENCH_OWN=yes BENCH_USER=system:serviceaccount:dromon-system:dromon PARTS=$$part REPEATS='$(REPEATS)' MANY='$(MANY)' MINUTES='$(MINUTES)' \
			BENCH_DATA=$(if $(MANY)$(MINUTES)$(REPEATS),target/bench-$$part.csv,docs/benchmarks/$$part.csv) BENCH_PAGE=$(if $(MANY)$(MINUTES)$(REPEATS),,docs/benchmarks-events.md) $(BENCH)Bench || exit 1; \
	done

image: ## the container image, into target/image/dromon.tar (IMAGE, BASE, IMAGE_JDK, AOT; PUSH=yes: to the registry that IMAGE names)
	@IMAGE='$(IMAGE)' BASE='$(BASE)' IMAGE_JDK='$(IMAGE_JDK)' AOT='$(AOT)' PUSH='$(or $(PUSH),no)' hack/image/build

install: ## into the cluster of the current kubeconfig (IMAGE=<registry>/dromon:<tag>; OVERLAY=default, ha or dev)
	@[[ -n '$(IMAGE)' ]] || { echo "install: expected IMAGE=<registry>/dromon:<tag>, found nothing; say which image the cluster is to run." >&2; exit 2; }
	@[[ -d 'kustomize/overlays/$(OVERLAY)' ]] || { echo "install: expected OVERLAY to be one of $(notdir $(wildcard kustomize/overlays/*)), found '$(OVERLAY)'." >&2; exit 2; }
	@kubectl apply -k kustomize/base/crds
	@kubectl wait --for condition=Established crd -l app.kubernetes.io/part-of=dromon --timeout 60s >/dev/null
	@kubectl kustomize 'kustomize/overlays/$(OVERLAY)' | sed 's|image: dromon$$|image: $(IMAGE)|' | kubectl apply -f -
	@kubectl rollout status deployment/dromon -n dromon-system --timeout 180s

uninstall: ## out of that cluster; nobody's pod stays held (DATA=yes: custom resources, too)
	@DATA='$(or $(DATA),no)' kustomize/uninstall

cluster-build: ## the binaries for the tests with a control plane, into a cache outside the tree
	@hack/cluster/build
	@hack/health/build

cluster-up: ## a real control plane with simulated nodes; prints the export line for its kubeconfig
	@hack/cluster/up

cluster-down: ## stops the control plane that KUBECONFIG points to
	@hack/cluster/down

clean: ## removes what was built in this folder
	@$(QUIET) clean
