/** A push service (RFC 8030) and the browsers behind it (RFC 8291), for tests: refuses what a real one refuses, and says why. */
package io.bloksec.pushservice;
