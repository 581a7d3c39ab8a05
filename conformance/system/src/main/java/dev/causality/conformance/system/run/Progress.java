package dev.causality.conformance.system.run;

/** Whoever wants to know how a run gets on. Called by several threads. */
public interface Progress {

    /** One line for people. */
    void say(String line);
}
