package io.bloksec.keycloak.blokkey.push.webpush;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A device names its push service itself: attacks on whom the server then calls. */
class EndpointPolicyTest {

    private final EndpointPolicy policy = new EndpointPolicy(List.of("push.example.org", "bücher.example"), false);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://fcm.googleapis.com/fcm/send/abc:def",
                "https://fcm.googleapis.com:443/fcm/send/abc",
                "https://updates.push.services.mozilla.com/wpush/v2/gAAAAA",
                "https://autopush.push.services.mozilla.com/wpush/v2/gAAAAA",
                "https://web.push.apple.com/QGuQyavXutnMH",
                "https://wns2-by3p.notify.windows.com/w/?token=BQYAAAB%2bc%3d",
                "https://push.example.org/@/x",
                "https://eu.push.example.org/x",
                "https://xn--bcher-kva.example/x",
            })
    void knowsThePushServices(String endpoint) throws RefusedEndpointException {
        Endpoint judged = policy.judge(endpoint);
        assertThat(judged.uri()).hasToString(endpoint);
        assertThat(judged.origin()).isEqualTo("https://" + judged.host());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                // Names that look like one of the list
                "https://fcm.googleapis.com.evil.test/x",
                "https://evilfcm.googleapis.com/x",
                "https://googleapis.com/x",
                "https://storage.googleapis.com/x",
                "https://fcm-googleapis.com/x",
                "https://fcm.googleapis.com./x",
                "https://fcm..googleapis.com/x",
                "https://.fcm.googleapis.com/x",
                "https://-.fcm.googleapis.com/x",
                "https://FCM.googleapis.com/x",
                "https://evil.test/fcm.googleapis.com",
                "https://evil.test#fcm.googleapis.com",
                "https://evil.test?fcm.googleapis.com",
                "https://evil.test\\.fcm.googleapis.com/x",
                "https://evil_test.fcm.googleapis.com/x",
                "https://evil.test%2f.fcm.googleapis.com/x",
                "https://evil.test%00.fcm.googleapis.com/x",
                // Scripts: Cyrillic с, full width, ideographic full stop, soft hyphen, and their xn-- forms
                "https://f\u0441m.googleapis.com/x",
                "https://\uff46\uff43\uff4d.googleapis.com/x",
                "https://fcm\u3002googleapis.com/x",
                "https://fcm.google\u00adapis.com/x",
                "https://xn--fm-lmc.googleapis.com/x",
                "https://b\u00fccher.example/x",
                // User information
                "https://fcm.googleapis.com@evil.test/x",
                "https://fcm.googleapis.com:443@evil.test/x",
                "https://user@fcm.googleapis.com/x",
                "https://user:pass@fcm.googleapis.com/x",
                "https://@fcm.googleapis.com/x",
                "https://evil.test\\@fcm.googleapis.com/x",
                // Ports
                "https://fcm.googleapis.com:8443/x",
                "https://fcm.googleapis.com:80/x",
                "https://fcm.googleapis.com:/x",
                "https://fcm.googleapis.com:0443/x",
                "https://fcm.googleapis.com:-1/x",
                "https://fcm.googleapis.com:99999999999/x",
                // Schemes
                "http://fcm.googleapis.com/x",
                "HTTPS://fcm.googleapis.com/x",
                "ftp://fcm.googleapis.com/x",
                "file:///etc/passwd",
                "jar:https://fcm.googleapis.com/x!/",
                "https:fcm.googleapis.com/x",
                "https:/fcm.googleapis.com/x",
                "//fcm.googleapis.com/x",
                "/x",
                "",
                // Addresses
                "https://127.0.0.1/x",
                "https://127.1/x",
                "https://2130706433/x",
                "https://0x7f000001/x",
                "https://0x7f.0.0.1/x",
                "https://0177.0.0.1/x",
                "https://017700000001/x",
                "https://169.254.169.254/latest/meta-data/",
                "https://10.0.0.1/x",
                "https://0.0.0.0/x",
                "https://8.8.8.8/x",
                "https://[::1]/x",
                "https://[::]/x",
                "https://[::ffff:127.0.0.1]/x",
                "https://[0:0:0:0:0:ffff:7f00:1]/x",
                "https://[fe80::1%25eth0]/x",
                "https://[2a00:1450:4001:82a::200a]/x",
                "https://[fcm.googleapis.com]/x",
                "https://localhost/x",
                "https://localhost.localdomain/x",
                "http://localhost:8080/x",
                "http://127.0.0.1:9000/x",
                // What would end in a header or another request
                "https://fcm.googleapis.com/x y",
                "https://fcm.googleapis.com/x\r\nHost: evil.test",
                "https://fcm.googleapis.com/x\u0000",
                "\thttps://fcm.googleapis.com/x",
                "https://fcm.googleapis.com/x#fragment",
            })
    void refusesEverythingElse(String endpoint) {
        refuses(policy, endpoint);
    }

    @Test
    void refusesWhatIsTooLongOrNotThere() {
        refuses(policy, "https://fcm.googleapis.com/" + "x".repeat(1000));
        refuses(policy, null);
    }

    @Test
    void aRefusalRepeatsNothing() {
        assertThatExceptionOfType(RefusedEndpointException.class)
                .isThrownBy(() -> policy.judge("https://evil.test/my-secret"))
                .withMessageNotContaining("my-secret")
                .withMessageNotContaining("evil");
    }

    @Test
    void letsHttpThroughToThisMachineOnlyWhenToldTo() throws RefusedEndpointException {
        EndpointPolicy development = new EndpointPolicy(List.of(), true);
        for (String origin :
                List.of("http://localhost:9000", "http://127.0.0.1:9000", "http://[::1]:9000", "http://localhost")) {
            assertThat(development.judge(origin + "/push/x").origin()).isEqualTo(origin);
            refuses(policy, origin + "/push/x");
        }
        for (String endpoint : List.of(
                "http://127.0.0.2:9000/x",
                "http://localhost.evil.test/x",
                "http://localhost@evil.test/x",
                "http://localhost./x",
                "http://fcm.googleapis.com/x",
                "http://0.0.0.0/x",
                "https://localhost/x")) {
            refuses(development, endpoint);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "com",
                "localhost",
                "127.0.0.1",
                "[::1]",
                "*.example.org",
                "https://x.example",
                "x.example:443",
                "x.example/y",
                ".example.org",
                "example.org.",
                "a..example",
                "0x7f.1"
            })
    void addsNoHostThatIsNone(String host) {
        assertThat(EndpointPolicy.isHost(host)).isFalse();
        assertThatIllegalArgumentException().isThrownBy(() -> new EndpointPolicy(List.of(host), false));
    }

    private static void refuses(EndpointPolicy policy, String endpoint) {
        assertThatExceptionOfType(RefusedEndpointException.class)
                .as("%s", endpoint)
                .isThrownBy(() -> policy.judge(endpoint));
    }
}
