package io.bloksec.keycloak.blokkey.request;

import io.bloksec.keycloak.blokkey.device.Grade;
import io.bloksec.keycloak.blokkey.device.PossessionKey;

/**
 * A sign-in that is about to wait for a phone.
 *
 * @param id chosen by the caller, who has the number's hash depend on it
 * @param userId null when nobody is named, or when the name is nobody's
 * @param named whether somebody is named: then no other person's device may claim the request
 * @param laneKey whose limits it counts against, see {@link Lanes}
 * @param browserKey with which the browser proved itself, null when it has none
 * @param numberHash of the number on the page
 * @param numberNeeded whether the phone asks for it even when nothing else waits
 * @param sameNetwork whether the phone must be where the browser is
 * @param newDevice null unless the request adds a device
 * @param countsToItsEnd whether it takes its place among the open ones until its nominal end, whatever a person answers
 * @param lifeMillis from now
 */
public record NewRequest(
        String id,
        String realmId,
        String userId,
        boolean named,
        Channel channel,
        Lane lane,
        Binding binding,
        Context context,
        String laneKey,
        PossessionKey browserKey,
        String numberHash,
        int numberDigits,
        boolean numberNeeded,
        boolean mayRemember,
        Grade leastGrade,
        boolean sameNetwork,
        String newDevice,
        boolean countsToItsEnd,
        long lifeMillis) {}
