/** What a badge office sends in, as a table. Knows nothing of Keycloak. */
package io.bloksec.keycloak.badge.office;
