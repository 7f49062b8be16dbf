package io.bloksec.pushservice;

import java.net.URI;

/** What a browser gives away after it has subscribed, with the browser behind it. */
public final class Subscription {

    private final URI endpoint;
    private final String applicationServerKey;
    private final Browser browser;

    Subscription(URI endpoint, String applicationServerKey, Browser browser) {
        this.endpoint = endpoint;
        this.applicationServerKey = applicationServerKey;
        this.browser = browser;
    }

    /** Where pushes to it go. */
    public URI endpoint() {
        return endpoint;
    }

    /** The browser's public key, 65 bytes, base64url. */
    public String p256dh() {
        return Encoding.encode(browser.publicPoint());
    }

    /** The browser's secret, 16 bytes, base64url. */
    public String auth() {
        return Encoding.encode(browser.auth());
    }

    /** The key whose pushes it takes, base64url. */
    public String applicationServerKey() {
        return applicationServerKey;
    }

    Browser browser() {
        return browser;
    }
}
