package io.bloksec.keycloak.it.shipped;

import java.util.LinkedHashSet;
import java.util.Set;
import org.objectweb.asm.Handle;

/** Exists to collect what classes refer to. */
record Uses(Set<OfClass> classes, Set<OfMember> members) {

    Uses() {
        this(new LinkedHashSet<>(), new LinkedHashSet<>());
    }

    enum Way {
        NAMED,
        CREATED,
        EXTENDED,
        IMPLEMENTED
    }

    /** Exists to tell apart what a class must be for its use. */
    record OfClass(String from, String name, Way way) {

        @Override
        public String toString() {
            return from + " names " + name;
        }
    }

    /**
     * Exists to name the user of a field or method too, because not everybody may use it.
     *
     * @param member with one of the JVM's nine ways to use one as its tag
     */
    record OfMember(String from, Handle member) {

        String key() {
            return ClassFile.key(member.getName(), member.getDesc());
        }

        @Override
        public String toString() {
            return from + " uses " + member.getOwner() + "." + key();
        }
    }
}
