/** Tables that people make with a spreadsheet. */
package io.bloksec.keycloak.table;
