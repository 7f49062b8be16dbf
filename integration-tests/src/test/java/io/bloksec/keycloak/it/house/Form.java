package io.bloksec.keycloak.it.house;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import org.jsoup.nodes.Element;

/**
 * Exists so that a test fills in and sends forms as a browser does, hidden fields and all.
 *
 * <p>One deliberate difference: values go out byte for byte, where a browser writes every line end as CR LF.
 */
public final class Form {

    private final Page page;
    private final Element element;
    private final List<Map.Entry<String, String>> entries = new ArrayList<>();

    Form(Page page, Element element) {
        this.page = page;
        this.element = element;
        for (Element control : controls("input, select, textarea")) {
            valueSent(control).ifPresent(value -> entries.add(Map.entry(control.attr("name"), value)));
        }
    }

    /**
     * Fills in a field that the form has, or ticks a box; whoever needs one that is not there is {@link #add adding}.
     */
    public Form set(String name, String value) {
        if (controls("input, select, textarea").stream()
                .noneMatch(control -> control.attr("name").equals(name))) {
            throw new AssertionError("The form has no field " + name + " but " + fields().keySet() + " on " + page);
        }
        remove(name);
        return add(name, value);
    }

    /** Sends a field that the page does not show, as an attacker may. */
    public Form add(String name, String value) {
        entries.add(Map.entry(name, value));
        return this;
    }

    public Form remove(String name) {
        entries.removeIf(entry -> entry.getKey().equals(name));
        return this;
    }

    /** What would be sent for this name; null where nothing. */
    public String value(String name) {
        return fields().get(name);
    }

    /** What would be sent; of a repeated name the last value. */
    public Map<String, String> fields() {
        Map<String, String> fields = new LinkedHashMap<>();
        entries.forEach(entry -> fields.put(entry.getKey(), entry.getValue()));
        return fields;
    }

    public URI action() {
        return address(element.attr("action"));
    }

    public String method() {
        return element.attr("method").toUpperCase(Locale.ROOT).equals("POST") ? "POST" : "GET";
    }

    /** Presses Enter: the first button counts as pressed, where there is one. */
    public Page submit() {
        return send(buttons(button -> true).stream().findFirst().orElse(null));
    }

    public Page submit(String buttonName) {
        return send(pressed("named " + buttonName, button -> button.attr("name").equals(buttonName)));
    }

    /** For buttons that share a name. */
    public Page submit(String buttonName, String buttonValue) {
        return send(pressed(
                "named " + buttonName + " with value " + buttonValue,
                button -> button.attr("name").equals(buttonName)
                        && button.attr("value").equals(buttonValue)));
    }

    private Element pressed(String which, Predicate<Element> wanted) {
        return buttons(wanted).stream()
                .findFirst()
                .orElseThrow(() -> new AssertionError("No button " + which + " on " + page + ":\n" + element));
    }

    private Page send(Element button) {
        List<Map.Entry<String, String>> sent = new ArrayList<>(entries);
        if (button != null && !button.attr("name").isEmpty()) {
            sent.add(Map.entry(button.attr("name"), button.attr("value")));
        }
        URI target = button != null && button.hasAttr("formaction") ? address(button.attr("formaction")) : action();
        String data = FormEncoding.encode(sent);
        if (method().equals("GET")) {
            String before = target.toString().replaceFirst("[?#].*", "");
            return page.user().visit(new WebUser.Visit("GET", URI.create(before + "?" + data), null, null, page.uri()));
        }
        byte[] body = data.getBytes(StandardCharsets.US_ASCII);
        return page.user().visit(new WebUser.Visit("POST", target, FormEncoding.TYPE, body, page.uri()));
    }

    private URI address(String reference) {
        return reference.isBlank() ? page.uri() : page.uri().resolve(reference.strip());
    }

    private List<Element> buttons(Predicate<Element> wanted) {
        return controls("button, input[type=submit]").stream()
                .filter(button -> button.is("input") || List.of("", "submit").contains(button.attr("type")))
                .filter(wanted)
                .toList();
    }

    /** Inside the form, or elsewhere on the page and bound to it by its id. */
    private List<Element> controls(String css) {
        return page.html().select(css).stream()
                .filter(this::belongsHere)
                .filter(control -> !control.hasAttr("disabled"))
                .toList();
    }

    private boolean belongsHere(Element control) {
        return control.hasAttr("form")
                ? control.attr("form").equals(element.id())
                : Objects.equals(control.closest("form"), element);
    }

    private static Optional<String> valueSent(Element control) {
        if (control.attr("name").isEmpty()) {
            return Optional.empty();
        }
        return switch (control.normalName()) {
            case "textarea" -> Optional.of(control.wholeText());
            case "select" -> selected(control);
            default -> typed(control);
        };
    }

    private static Optional<String> typed(Element input) {
        return switch (input.attr("type").toLowerCase(Locale.ROOT)) {
            case "submit", "button", "image", "reset", "file" -> Optional.empty();
            case "checkbox", "radio" ->
                input.hasAttr("checked")
                        ? Optional.of(input.hasAttr("value") ? input.attr("value") : "on")
                        : Optional.empty();
            default -> Optional.of(input.attr("value"));
        };
    }

    private static Optional<String> selected(Element select) {
        Element option = select.selectFirst("option[selected]");
        if (option == null) {
            option = select.selectFirst("option");
        }
        return Optional.ofNullable(option).map(o -> o.hasAttr("value") ? o.attr("value") : o.text());
    }
}
