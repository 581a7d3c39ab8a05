# Thin over Maven: every target sets up what it needs by itself. `make` lists them.

MVN := env JAVA_HOME='$(CURDIR)/.tools/jdk' \
  MAVEN_OPTS='--sun-misc-unsafe-memory-access=allow --enable-native-access=ALL-UNNAMED' \
  mvn --batch-mode --no-transfer-progress --fail-at-end -Dorg.slf4j.simpleLogger.defaultLogLevel=warn \
  -Dorg.slf4j.simpleLogger.log.org.apache.maven.plugins.dependency=error
JAVA := .tools/jdk/bin/java

# A release of these is what the targets below run; it is built again when a source has changed.
SOURCES := $(shell find pom.xml proto services fault-injection conformance load \
  \( -name target -o -path '*/src/test' \) -prune -o -type f -print)
SYSTEM := conformance/system/target/causality-conformance-system.jar
SIMULATION := conformance/simulation/target/causality-conformance-simulation.jar
SIMULATION_FLAGS := --add-opens java.base/java.lang=ALL-UNNAMED -Djdk.trackAllThreads=false -XX:+UseSerialGC -Xmx1g
LOAD := load/target/causality-load.jar
SERVICES := services/gateway,services/warehouse-sink,services/dead-letters

.PHONY: help setup test conformance simulate judge conformance-canaries canaries bench format check clean
.DEFAULT_GOAL := help

help: ## List the targets
	@sed -n 's/^\([a-z-]*\):.*## /\1	/p' $(MAKEFILE_LIST) | expand -t 22
	@echo
	@echo 'Settings: NATS_SERVER=path or NATS_SERVER_VERSION=version, REDIS_SERVER=path, S3PROXY_JAR=path.'
	@echo 'conformance and bench: ARGS="--help" lists more.'

setup: ## Install what is missing, or say what to install
	@tools/setup

test: setup ## Run every check and every test
	@tools/run-tests $(MVN) -Dorg.slf4j.simpleLogger.log.org.apache.maven.plugin.surefire=info verify

conformance: setup $(SYSTEM) ## Break the services on a real stack and judge what is left (SEED=n DURATION=30s)
	@$(JAVA) -jar $(SYSTEM) run $(if $(SEED),--seed=$(SEED)) $(if $(DURATION),--duration=$(DURATION)) $(ARGS)

simulate: setup $(SIMULATION) ## Run the services' cores in simulated time (SEEDS=n SEED=s SCENARIO=standard SERVICE=gateway|warehouse-sink|dead-letters REPLAY=file)
	@$(JAVA) $(SIMULATION_FLAGS) -jar $(SIMULATION) $(if $(REPLAY),--replay=$(REPLAY)) $(if $(SEEDS),--seeds=$(SEEDS)) \
	  $(if $(SEED),--seed=$(SEED)) $(if $(SCENARIO),--scenario=$(SCENARIO)) $(if $(SERVICE),--service=$(SERVICE)) $(ARGS)

judge: setup $(SYSTEM) ## Judge a history again (HISTORY=results/.../history.jsonl)
	@$(JAVA) -jar $(SYSTEM) judge $(HISTORY)

conformance-canaries: setup $(SYSTEM) ## Plant known bugs in the sink, and require that a run finds each
	@conformance/canaries/run $(CANARIES)

canaries: setup $(SIMULATION) ## Plant known bugs in the services, and require that simulation finds each (CANARIES="name ...")
	@conformance/canaries/simulate $(CANARIES)

bench: setup $(LOAD) $(SIMULATION) ## Measure throughput beside its ceiling
	@$(JAVA) -jar $(LOAD) bench $(ARGS)

format: setup ## Format the sources
	@$(MVN) spotless:apply

check: setup ## Compile and run every static check, without the tests
	@$(MVN) -DskipTests verify
	@if command -v shellcheck >/dev/null; then shellcheck tools/setup tools/run-tests .ci/run conformance/canaries/run conformance/canaries/simulate; fi

clean: ## Delete what was built (.tools stays)
	@rm -rf target */target */*/target

$(SYSTEM): $(SOURCES) | setup
	@echo 'Building the services and the conformance run ...'
	@$(MVN) -Dmaven.test.skip=true -pl conformance/system,$(SERVICES) -am package
	@touch $@

$(SIMULATION): $(SOURCES) | setup
	@echo 'Building the simulation ...'
	@$(MVN) -Dmaven.test.skip=true -pl conformance/simulation -am package
	@touch $@

$(LOAD): $(SOURCES) | setup
	@echo 'Building the services, the proxy and the load driver ...'
	@$(MVN) -Dmaven.test.skip=true -pl load,fault-injection/proxy,$(SERVICES) -am package
	@touch $@
