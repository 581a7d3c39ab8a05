package dev.causality.kernel.process;

import dev.causality.kernel.Service;
import dev.causality.kernel.http.ProcessCondition;
import java.util.Optional;

/** Where a process stands. What may come next is a method of the state that it leaves. */
sealed interface Lifecycle extends ProcessCondition {

    /** The service is being started. */
    record Starting() implements Lifecycle {

        Running running(Service service) {
            return new Running(service);
        }

        /** Told to stop before the service ran. */
        Stopped abandoned() {
            return new Stopped(Optional.empty());
        }

        Failed failed(String reason) {
            return new Failed(reason, ExitCode.START_FAILED);
        }

        @Override
        public Optional<String> unhealthy() {
            return Optional.empty();
        }

        @Override
        public Optional<String> notReady() {
            return Optional.of("starting");
        }
    }

    /** The service works, as far as it says so itself. */
    record Running(Service service) implements Lifecycle {

        Stopping stopping(String cause) {
            return new Stopping(cause);
        }

        Failed failed(String reason) {
            return new Failed(reason, ExitCode.SERVICE_FAILED);
        }

        @Override
        public Optional<String> unhealthy() {
            return service.failure();
        }

        @Override
        public Optional<String> notReady() {
            return service.failure().or(service::notReady);
        }
    }

    /** The service finishes what it has begun. */
    record Stopping(String cause) implements Lifecycle {

        Stopped stopped(Optional<String> undone) {
            return new Stopped(undone);
        }

        @Override
        public Optional<String> unhealthy() {
            return Optional.empty();
        }

        @Override
        public Optional<String> notReady() {
            return Optional.of("stopping: " + cause);
        }
    }

    /**
     * The service has ended because it was told to.
     *
     * @param undone what it did not finish
     */
    record Stopped(Optional<String> undone) implements Lifecycle {

        ExitCode exitCode() {
            return undone.isEmpty() ? ExitCode.CLEAN : ExitCode.STOP_INCOMPLETE;
        }

        @Override
        public Optional<String> unhealthy() {
            return Optional.empty();
        }

        @Override
        public Optional<String> notReady() {
            return Optional.of("stopped");
        }
    }

    /** The service could not start or is broken; the process ends. */
    record Failed(String reason, ExitCode exitCode) implements Lifecycle {

        @Override
        public Optional<String> unhealthy() {
            return Optional.of(reason);
        }

        @Override
        public Optional<String> notReady() {
            return Optional.of(reason);
        }
    }
}
