package io.bloksec.keycloak.blokkey.push;

/**
 * What became of pushes since the server started, on this node. Each push counts once, with its last outcome.
 *
 * @param dropped not tried, as too many waited
 */
public record PushCounts(long delivered, long gone, long later, long refused, long failed, long dropped) {}
