package dev.causality.kernel;

/** Makes the kernels that run outside simulation. */
public final class Kernels {

    private Kernels() {}

    /**
     * The production kernel: virtual threads, system clocks, and the JDK's locks and generators. A process needs one and
     * hands it to everything that it starts.
     */
    public static Kernel jdk() {
        return new JdkKernel();
    }
}
