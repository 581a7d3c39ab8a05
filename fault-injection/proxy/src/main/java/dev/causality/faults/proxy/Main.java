package dev.causality.faults.proxy;

import dev.causality.faults.proxy.app.FaultProxyCommand;
import picocli.CommandLine;

/** The program {@code fault-proxy}. */
public final class Main {
    private Main() {}

    /** Runs until it is told to stop. */
    public static void main(String[] arguments) {
        System.exit(new CommandLine(new FaultProxyCommand()).execute(arguments));
    }
}
