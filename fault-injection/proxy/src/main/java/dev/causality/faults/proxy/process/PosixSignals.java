package dev.causality.faults.proxy.process;

import dev.causality.faults.plan.ProcessFault.ProcessSignal;
import java.io.IOException;
import java.util.concurrent.TimeUnit;

/** Sends signals. The JDK can only end processes; for the others there is the shell, which every image has. */
final class PosixSignals {
    private static final long LIMIT_SECONDS = 10;

    private PosixSignals() {}

    static void send(ProcessHandle process, ProcessSignal signal) throws IOException {
        if (!process.isAlive()) {
            throw new IOException("process " + process.pid() + " is gone");
        }
        boolean sent = switch (signal) {
            case KILL -> process.destroyForcibly();
            case TERM -> process.destroy();
            case STOP, CONT -> kill(process.pid(), signal);
        };
        if (!sent) {
            throw new IOException("SIG" + signal + " could not be sent to process " + process.pid());
        }
    }

    private static boolean kill(long pid, ProcessSignal signal) throws IOException {
        Process kill = new ProcessBuilder("sh", "-c", "kill -" + signal + " " + pid)
                .inheritIO()
                .start();
        try {
            return kill.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS) && kill.exitValue() == 0;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } finally {
            kill.destroyForcibly();
        }
    }
}
