package io.bloksec.keycloak.it.shipped;

import java.util.SortedSet;
import java.util.TreeSet;

/** Exists to gather, for one class of Keycloak's, in words what one jar of ours does with it. */
record UsedClass(String name, SortedSet<String> referred, SortedSet<String> overridden) {

    UsedClass(String name) {
        this(name, new TreeSet<>(), new TreeSet<>());
    }

    int members() {
        return referred.size() + overridden.size();
    }
}
