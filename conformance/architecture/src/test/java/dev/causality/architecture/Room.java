package dev.causality.architecture;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.PackageMatcher;
import java.util.List;

/** One row of the folder table: a name, the packages that are this room, and the rooms that its classes may use. */
record Room(String name, PackageMatcher packages, List<String> mayUse) {
    boolean holds(JavaClass type) {
        return packages.matches(type.getPackageName());
    }
}
