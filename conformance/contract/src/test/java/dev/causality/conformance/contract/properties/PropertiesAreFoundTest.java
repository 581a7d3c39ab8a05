package dev.causality.conformance.contract.properties;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.launcher.EngineFilter;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/** Without its engine, or with one that does not fit the platform, a property is not run, and nothing else says so. */
class PropertiesAreFoundTest {

    private static final long PROPERTIES = 3;

    @Test
    void h4_all_properties_of_this_package_are_found() {
        long found = LauncherFactory.create()
                .discover(LauncherDiscoveryRequestBuilder.request()
                        .selectors(DiscoverySelectors.selectPackage(getClass().getPackageName()))
                        .filters(EngineFilter.includeEngines("jqwik"))
                        .build())
                .countTestIdentifiers(TestIdentifier::isTest);

        assertThat(found).isEqualTo(PROPERTIES);
    }
}
