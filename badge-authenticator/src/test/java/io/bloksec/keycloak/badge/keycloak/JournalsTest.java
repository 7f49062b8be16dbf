package io.bloksec.keycloak.badge.keycloak;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.keycloak.models.KeycloakSessionFactory;

/** BlokBadge is installed without the audit trail, too: then nobody keeps records, and nothing else is different. */
class JournalsTest {

    @Test
    void withTheJarRecordsAreKept() {
        assertThat(Journals.in(null)).isInstanceOf(AuditJournal.class);
    }

    @Test
    void withoutTheJarNothingHappens() throws Exception {
        URL[] without = Arrays.stream(System.getProperty("java.class.path").split(System.getProperty("path.separator")))
                .filter(entry -> !entry.contains("audit-trail"))
                .map(JournalsTest::url)
                .toArray(URL[]::new);
        try (URLClassLoader loader = new URLClassLoader(without, ClassLoader.getPlatformClassLoader())) {
            Class<?> journal = loader.loadClass(Journals.class.getName());
            Method in = journal.getDeclaredMethod("in", loader.loadClass(KeycloakSessionFactory.class.getName()));
            in.setAccessible(true);
            Field none = loader.loadClass(Journal.class.getName()).getField("NONE");
            none.setAccessible(true);

            assertThat(in.invoke(null, (Object) null)).isSameAs(none.get(null));
        }
    }

    private static URL url(String entry) {
        try {
            return java.nio.file.Path.of(entry).toUri().toURL();
        } catch (java.net.MalformedURLException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
