package dev.causality.faults.sim;

import dev.causality.kernel.Kernel;
import dev.causality.kernel.Kernels;
import java.util.function.Consumer;

/** The kernel of production keeps the contract. */
class RealKernelTest extends KernelContract {

    @Override
    void in(Consumer<Kernel> body) {
        body.accept(Kernels.jdk());
    }
}
