package io.bloksec.keycloak.blokkey.keycloak;

import io.bloksec.keycloak.blokkey.enrolment.Ticket;
import org.keycloak.sessions.AuthenticationSessionModel;

/** What the enrolment page knows, in one tab. */
final class EnrolNotes {

    private static final String PREFIX = "blokkey-enrol.";

    private final AuthenticationSessionModel authSession;

    EnrolNotes(AuthenticationSessionModel authSession) {
        this.authSession = authSession;
    }

    void ticket(Ticket ticket) {
        set("id", ticket.enrolment());
        set("ticket", ticket.ticket());
        set("pairing", ticket.pairingCode());
    }

    /** Id of the enrolment; null before the person has begun. */
    String id() {
        return authSession.getAuthNote(PREFIX + "id");
    }

    String ticket() {
        return authSession.getAuthNote(PREFIX + "ticket");
    }

    /** As people read it: two groups of five. */
    String pairingCode() {
        String code = authSession.getAuthNote(PREFIX + "pairing");
        return code == null ? "" : code.substring(0, 5) + " " + code.substring(5);
    }

    /** The request by which another device agrees; null when there is none. */
    String request() {
        return authSession.getAuthNote(PREFIX + "request");
    }

    /** The number that the other device asks for. */
    String number() {
        String number = authSession.getAuthNote(PREFIX + "number");
        return number == null ? "" : number;
    }

    void request(String request, String number) {
        set("request", request);
        set("number", number);
    }

    /** The mail that let the person in; null for somebody who has signed in. Outlasts {@link #forget}. */
    String invitation() {
        return authSession.getAuthNote(PREFIX + "invitation");
    }

    int generation() {
        return Integer.parseInt(authSession.getAuthNote(PREFIX + "generation"));
    }

    void invitation(String id, int generation) {
        set("invitation", id);
        set("generation", String.valueOf(generation));
    }

    boolean hasCode() {
        return authSession.getAuthNote(PREFIX + "code-right") != null;
    }

    void codeIsRight() {
        set("code-right", "true");
    }

    void forget() {
        for (String name : new String[] {"id", "ticket", "pairing", "request", "number"}) {
            authSession.removeAuthNote(PREFIX + name);
        }
    }

    private void set(String name, String value) {
        authSession.setAuthNote(PREFIX + name, value);
    }
}
