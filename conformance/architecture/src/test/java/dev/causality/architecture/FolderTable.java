package dev.causality.architecture;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.PackageMatcher;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvent;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Which room of the source tree may use which: every class is in exactly one room, and may use what its row names. */
record FolderTable(List<Room> rooms) {
    private static final String OURS = "dev.causality.";

    /** The source tree's own table: a room, its packages, and what it may use besides itself. */
    private static final String CAUSALITY = """
            proto            | dev.causality.v1..                 |
            internal-proto   | dev.causality.internal.v1..        |
            kernel           | dev.causality.kernel..             |
            events           | dev.causality.events..             | proto
            ports            | dev.causality.ports..              | kernel proto events
            adapters         | dev.causality.adapters..           | kernel proto events ports
            dead-letters     | dev.causality.deadletters          | kernel proto events ports
            dead-letters-app | dev.causality.deadletters.app..    | kernel proto events ports adapters dead-letters
            retention        | dev.causality.retention..          | kernel ports
            gateway-config   | dev.causality.gateway.config..     | kernel ports
            gateway-core     | dev.causality.gateway.core..       | kernel proto events ports retention gateway-config
            gateway-app      | dev.causality.gateway.app..        | kernel proto events ports adapters gateway-config gateway-core
            sink-config      | dev.causality.sink.config..        | kernel ports dead-letters retention
            sink-core        | dev.causality.sink.core..          | kernel proto events ports dead-letters retention sink-config internal-proto
            sink-app         | dev.causality.sink.app..           | kernel proto events ports adapters dead-letters retention sink-config sink-core
            test-servers     | dev.causality.testservers..        |
            history          | dev.causality.checkers.history..   | kernel proto
            checkers         | dev.causality.checkers             | kernel proto history
            fault-plan       | dev.causality.faults.plan..        | kernel
            fault-proxy      | dev.causality.faults.proxy..       | kernel history fault-plan
            fault-sim        | dev.causality.faults.sim..         | kernel proto events ports fault-plan
            contract         | dev.causality.conformance.contract.. | kernel proto events ports
            simulation       | dev.causality.conformance.simulation.. | kernel proto events ports adapters retention dead-letters gateway-config gateway-core sink-config sink-core fault-plan fault-sim checkers history
            system           | dev.causality.conformance.system.. | kernel proto checkers history fault-plan fault-proxy test-servers
            load             | dev.causality.load..               | kernel proto checkers history fault-plan fault-proxy test-servers
            """;

    static FolderTable causality() {
        return parse(CAUSALITY);
    }

    static FolderTable parse(String table) {
        return new FolderTable(table.lines().map(FolderTable::row).toList());
    }

    private static Room row(String line) {
        String[] cells = line.split("\\|", -1);
        List<String> mayUse = Arrays.stream(cells[2].strip().split(" ", -1))
                .filter(name -> !name.isEmpty())
                .toList();
        return new Room(cells[0].strip(), PackageMatcher.of(cells[1].strip()), mayUse);
    }

    /** Holds for a class that is in one room and uses only its own room and those that the room's row names. */
    ArchCondition<JavaClass> isKept() {
        return new ArchCondition<>("use only the rooms that the folder table allows") {
            @Override
            public void check(JavaClass type, ConditionEvents events) {
                violations(type).forEach(events::add);
            }
        };
    }

    /** Rooms that hold no class: a mistyped package would otherwise pass unseen. */
    List<String> emptyRooms(Collection<JavaClass> classes) {
        return rooms.stream()
                .filter(room -> classes.stream().noneMatch(room::holds))
                .map(Room::name)
                .toList();
    }

    private Stream<ConditionEvent> violations(JavaClass type) {
        List<Room> homes = rooms.stream().filter(room -> room.holds(type)).toList();
        if (homes.size() != 1) {
            String message = type.getName() + " is in " + homes.size() + " rooms of the folder table, not in one";
            return Stream.of(SimpleConditionEvent.violated(type, message));
        }
        Room home = homes.getFirst();
        return type.getDirectDependenciesFromSelf().stream()
                .filter(dependency -> !allows(home, dependency.getTargetClass().getBaseComponentType()))
                .map(dependency -> violation(home, dependency));
    }

    private boolean allows(Room home, JavaClass used) {
        if (!used.getPackageName().startsWith(OURS)) {
            return true;
        }
        Optional<Room> room = rooms.stream().filter(other -> other.holds(used)).findFirst();
        return room.isPresent()
                && (room.get().equals(home) || home.mayUse().contains(room.get().name()));
    }

    private static ConditionEvent violation(Room home, Dependency dependency) {
        String rule = "[" + home.name() + " may use " + home.mayUse() + "] ";
        return SimpleConditionEvent.violated(dependency, rule + dependency.getDescription());
    }
}
