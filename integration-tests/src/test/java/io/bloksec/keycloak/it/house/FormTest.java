package io.bloksec.keycloak.it.house;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import java.net.URI;
import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Exists because every protocol test trusts that forms arrive exactly as the page had them. */
class FormTest {

    private final RelyingPartyStub app = new RelyingPartyStub();

    @AfterEach
    void stop() {
        app.close();
    }

    @Test
    void sendsWhatABrowserSends() {
        Form form = page("""
                <form action="/in?x=1" method="post" id="f">
                  <input type="hidden" name="token" value="&lt;a b=&quot;c&quot;&gt;  &#13;&#10;ü+%&amp; ">
                  <textarea name="note">
                 one
                two </textarea>
                  <input type="checkbox" name="no"><input type="checkbox" name="yes" checked>
                  <input type="radio" name="r" value="1"><input type="radio" name="r" value="2" checked>
                  <select name="s"><option value="p">P<option value="q" selected>Q</select>
                  <input name="off" value="x" disabled><input value="nameless">
                  <button type="button" name="script">S</button>
                  <button name="go" value="first">G</button><button name="go" value="second">G</button>
                </form>
                <input form="f" name="outside" value="o">
                <form><input name="other" value="o"></form>
                """).form("#f");

        assertThat(form.fields())
                .containsExactly(
                        entry("token", "<a b=\"c\">  \r\nü+%& "),
                        entry("note", " one\ntwo "),
                        entry("yes", "on"),
                        entry("r", "2"),
                        entry("s", "q"),
                        entry("outside", "o"));

        form.submit();
        form.submit("go", "second");

        assertThat(app.received()).extracting(RelyingPartyStub.Received::path).containsOnly("/in");
        assertThat(app.received().get(0).parameters())
                .containsAllEntriesOf(form.fields())
                .containsEntry("go", "first")
                .hasSize(7);
        assertThat(app.received().get(1).parameters()).containsEntry("go", "second");
    }

    @Test
    void getFormReplacesTheQuery() {
        page("<form action='/search?old=1#x'><input name=q value='a b'></form>")
                .form()
                .submit();

        assertThat(app.received())
                .singleElement()
                .isEqualTo(new RelyingPartyStub.Received("GET", "/search", Map.of("q", "a b")));
    }

    @Test
    void emptyActionIsThePageItself() {
        assertThat(page("<form method=POST></form>").form().action()).isEqualTo(app.url("/page?of=this"));
    }

    @Test
    void onlyFieldsAndButtonsThatAreThereCanBeUsed() {
        Form form = page("<form method=POST><input name=a></form>").form();

        assertThatThrownBy(() -> form.set("b", "1")).hasMessageContaining("no field b");
        assertThatThrownBy(() -> form.submit("b")).hasMessageContaining("No button named b");
        assertThatThrownBy(() -> page("<p>none").form()).hasMessageContaining("0 forms");
        assertThat(form.add("b", "1").fields()).containsExactly(entry("a", ""), entry("b", "1"));
    }

    private Page page(String html) {
        return new Page(
                new WebUser(),
                app.url("/page?of=this"),
                200,
                HttpHeaders.of(Map.of(), (name, value) -> true),
                html.getBytes(StandardCharsets.UTF_8),
                List.of(new Page.Hop("GET", URI.create("http://127.0.0.1/"), 200)));
    }
}
