package dev.causality.conformance.simulation;

import picocli.CommandLine;

/** The command line of the simulation. */
public final class Main {

    private Main() {}

    public static void main(String[] args) {
        System.exit(new CommandLine(new SimulateCommand())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .execute(args));
    }
}
