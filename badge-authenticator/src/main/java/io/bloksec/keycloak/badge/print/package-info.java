/**
 * Badges, code letters and test pages as PDF, and single QR codes as SVG and PNG. Everything happens in memory, with one embedded
 * font; nothing is looked up on the machine. Lengths are millimetres, from the top left corner of the printed side, x to the
 * right and y down.
 */
package io.bloksec.keycloak.badge.print;
