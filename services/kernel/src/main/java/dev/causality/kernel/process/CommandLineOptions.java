package dev.causality.kernel.process;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** What can be said on the command line of a service; everything else is a setting. */
@Command(sortOptions = false)
final class CommandLineOptions {

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help with every setting, and exit.")
    boolean help;

    @Option(
            names = {"-V", "--version"},
            versionHelp = true,
            description = "Show the version, and exit.")
    boolean version;

    @Option(
            names = "--check-settings",
            description = "Check the settings, show those in force without secrets, and exit.")
    boolean checkSettings;
}
