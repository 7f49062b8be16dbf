/** The demo by https in the local network: its certificate, how a phone gets to trust it, and what is told about that. */
package io.bloksec.demo.https;
