/**
 * Web Push: to the browser makers' push services (RFC 8030), encrypted for the device (RFC 8188, RFC 8291), signed for the service
 * (RFC 8292), and to no other server.
 */
package io.bloksec.keycloak.blokkey.push.webpush;
