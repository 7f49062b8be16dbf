package io.bloksec.phone;

import java.util.Optional;

/**
 * The answer to a decision.
 *
 * @param state what the request has become, e.g. {@code APPROVED}
 * @param returnTo what the device opens now: only after approving a request that came by a link (protocol, <em>Codes on
 *     screens</em>)
 */
public record Decided(String state, Optional<String> returnTo) {}
