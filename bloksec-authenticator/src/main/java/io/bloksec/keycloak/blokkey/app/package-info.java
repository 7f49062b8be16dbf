/** The files of the phone's web app, as they are served. */
package io.bloksec.keycloak.blokkey.app;
