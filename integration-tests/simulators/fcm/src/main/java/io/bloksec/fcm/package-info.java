/** Firebase Cloud Messaging (HTTP v1) and the token service for service accounts, for tests. */
package io.bloksec.fcm;
