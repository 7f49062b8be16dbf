package io.bloksec.keycloak.it.shipped;

import io.bloksec.keycloak.it.shipped.ClassFile.Member;
import io.bloksec.keycloak.it.shipped.Uses.OfMember;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Exists to pick from all that our jars refer to what concerns one Keycloak, inherited members included. */
final class KeycloakUses {

    private static final String KEYCLOAK = "org/keycloak/";

    private final ShippedClasses ours;
    private final Links links;
    private final Set<String> heirs = new HashSet<>();

    KeycloakUses(ShippedClasses ours, Classes keycloak) {
        this.ours = ours;
        this.links = new Links(ours.or(keycloak).or(Classes.ofTheJdk()));
        for (ClassFile type : ours.all()) {
            if (links.above(type).anyMatch(above -> isKeycloaks(above.name()))) {
                heirs.add(type.name());
            }
        }
    }

    /** What would be an error in a running server, in words; sorted. */
    List<String> breaches() {
        Stream<String> ofHeirs =
                heirs().flatMap(heir -> links.breaches(heir).stream().map(breach -> heir.name() + " " + breach));
        Stream<String> ofUses =
                ours.uses().values().stream().flatMap(uses -> Stream.concat(ofClasses(uses), ofMembers(uses)));
        return Stream.concat(ofHeirs, ofUses).distinct().sorted().toList();
    }

    /** By our jar, then by the class of Keycloak's. */
    Map<String, Map<String, UsedClass>> byJar() {
        Map<String, Map<String, UsedClass>> all = new TreeMap<>();
        ours.uses().forEach((jar, uses) -> {
            Map<String, UsedClass> used = byClass(uses);
            if (!used.isEmpty()) {
                all.put(jar, used);
            }
        });
        return all;
    }

    private Map<String, UsedClass> byClass(Uses uses) {
        Map<String, UsedClass> used = new TreeMap<>();
        Set<String> users = new HashSet<>();
        uses.classes().forEach(use -> {
            users.add(use.from());
            if (isKeycloaks(use.name())) {
                used.computeIfAbsent(use.name(), UsedClass::new);
            }
        });
        members(uses)
                .forEach(use -> used.computeIfAbsent(declaredIn(use), UsedClass::new)
                        .referred()
                        .add(MemberText.of(use.key())));
        heirs().filter(heir -> users.contains(heir.name()))
                .flatMap(links::overridden)
                .filter(method -> isKeycloaks(method.owner()))
                .forEach(method -> used.computeIfAbsent(method.owner(), UsedClass::new)
                        .overridden()
                        .add(MemberText.of(method.key())));
        return used;
    }

    private Stream<String> ofClasses(Uses uses) {
        return uses.classes().stream()
                .filter(use -> isKeycloaks(use.name()))
                .flatMap(use -> links.breach(use).map(breach -> use + ": " + breach).stream());
    }

    private Stream<String> ofMembers(Uses uses) {
        return members(uses).flatMap(use -> links.breach(use).map(breach -> use + ": " + breach).stream());
    }

    /** A member that our class inherits is called by our class's name; where nobody has it, Keycloak may have lost it. */
    private Stream<OfMember> members(Uses uses) {
        return uses.members().stream().filter(use -> {
            String owner = use.member().getOwner();
            return isKeycloaks(owner)
                    || heirs.contains(owner)
                            && links.resolve(use)
                                    .map(Member::owner)
                                    .map(this::isKeycloaks)
                                    .orElse(true);
        });
    }

    private String declaredIn(OfMember use) {
        String owner = use.member().getOwner();
        return isKeycloaks(owner)
                ? owner
                : links.resolve(use).map(Member::owner).orElse(owner);
    }

    private Stream<ClassFile> heirs() {
        return heirs.stream().flatMap(name -> ours.find(name).stream());
    }

    private boolean isKeycloaks(String name) {
        return name.startsWith(KEYCLOAK) && ours.find(name).isEmpty();
    }
}
