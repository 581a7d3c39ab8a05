package dev.causality.gateway.app;

import dev.causality.kernel.settings.Settings;
import dev.causality.kernel.settings.SettingsDoc;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class SettingsDocumentTest {

    @Test
    void the_documentation_lists_every_setting() throws IOException {
        SettingsDoc.requireCurrent(
                Path.of("../../docs/settings.md"),
                "Gateway",
                Settings.declarations(Main.definition().allSettings()));
    }
}
