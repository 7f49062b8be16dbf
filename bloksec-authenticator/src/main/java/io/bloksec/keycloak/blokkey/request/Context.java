package io.bloksec.keycloak.blokkey.request;

import io.bloksec.keycloak.blokkey.signed.PrintableText;

/**
 * What a person is told about the sign-in before deciding. Other people's words, made printable.
 *
 * @param place null when unknown
 */
public record Context(String client, String clientName, String browser, String system, String address, String place) {

    public Context {
        client = PrintableText.of(client, 255);
        clientName = PrintableText.of(clientName, 128);
        browser = PrintableText.of(browser, 64);
        system = PrintableText.of(system, 64);
        address = PrintableText.of(address, 64);
        place = place == null ? null : PrintableText.of(place, 64);
    }
}
