package io.bloksec.keycloak.it.shipped;

import io.bloksec.keycloak.it.shipped.ClassFile.Member;
import io.bloksec.keycloak.it.shipped.Uses.OfClass;
import io.bloksec.keycloak.it.shipped.Uses.OfMember;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.objectweb.asm.Handle;
import org.objectweb.asm.Opcodes;

/**
 * Exists to say before any server starts what would end there in a {@link LinkageError}: the rules are those of the
 * Java Virtual Machine Specification, 5.4.3 (resolution), 5.4.4 (access) and 5.4.6 (selection).
 */
final class Links {

    private static final String OBJECT = "java/lang/Object";

    private final Classes classes;

    Links(Classes classes) {
        this.classes = classes.remembered();
    }

    /** What is wrong with it, if anything. */
    Optional<String> breach(OfClass use) {
        Optional<ClassFile> found = classes.find(use.name());
        if (found.isEmpty()) {
            return Optional.of("no such class");
        }
        ClassFile type = found.get();
        if (!type.is(Opcodes.ACC_PUBLIC) && !samePackage(use.from(), type.name())) {
            return Optional.of("not public");
        }
        return switch (use.way()) {
            case NAMED -> Optional.empty();
            case CREATED -> when(type.is(Opcodes.ACC_ABSTRACT), "abstract");
            case EXTENDED -> when(type.is(Opcodes.ACC_FINAL | Opcodes.ACC_INTERFACE), "final, or an interface");
            case IMPLEMENTED -> when(!type.is(Opcodes.ACC_INTERFACE), "no interface");
        };
    }

    /** What is wrong with it, if anything. */
    Optional<String> breach(OfMember use) {
        Handle member = use.member();
        Optional<ClassFile> owner = classes.find(member.getOwner());
        if (owner.isEmpty()) {
            return Optional.of("no such class");
        }
        if (isMethod(member) && member.isInterface() != owner.get().is(Opcodes.ACC_INTERFACE)) {
            return Optional.of("was a class and is an interface, or the reverse");
        }
        Optional<Member> found = resolve(use);
        if (found.isEmpty()) {
            return Optional.of("no such member");
        }
        if (!isAccessible(found.get(), use.from())) {
            return Optional.of("not accessible");
        }
        if (found.get().is(Opcodes.ACC_STATIC) != isStatic(member)) {
            return Optional.of("was static and is not, or the reverse");
        }
        return switch (member.getTag()) {
            case Opcodes.H_PUTFIELD, Opcodes.H_PUTSTATIC ->
                when(found.get().is(Opcodes.ACC_FINAL) && !found.get().owner().equals(use.from()), "final");
            case Opcodes.H_INVOKESPECIAL -> when(found.get().is(Opcodes.ACC_ABSTRACT), "abstract");
            default -> Optional.empty();
        };
    }

    /** What is wrong with a class towards those above it: it overrides what is final, or lacks what is abstract. */
    List<String> breaches(ClassFile heir) {
        Stream<String> finals = overridden(heir)
                .filter(method -> method.is(Opcodes.ACC_FINAL))
                .map(method -> "overrides the final " + text(method));
        Stream<String> missing = heir.is(Opcodes.ACC_ABSTRACT)
                ? Stream.empty()
                : above(heir)
                        .flatMap(ClassFile::methods)
                        .filter(method -> method.is(Opcodes.ACC_ABSTRACT))
                        .filter(method -> inClassOrInterfaces(heir, method.key())
                                .filter(body -> !body.is(Opcodes.ACC_ABSTRACT))
                                .isEmpty())
                        .map(method -> "lacks " + text(method));
        return Stream.concat(finals, missing).distinct().sorted().toList();
    }

    /** The declaration that a reference leads to, be it accessible or not. */
    Optional<Member> resolve(OfMember use) {
        return classes.find(use.member().getOwner())
                .flatMap(owner ->
                        isMethod(use.member()) ? inClassOrInterfaces(owner, use.key()) : field(owner, use.key()));
    }

    /** The methods above a class that its own take the place of. */
    Stream<Member> overridden(ClassFile heir) {
        return heir.methods()
                .filter(Member::isInherited)
                .flatMap(method -> above(heir).flatMap(type -> type.member(method.key()).stream()))
                .filter(method -> method.isInherited() && !method.isPackagePrivate());
    }

    /** All classes and interfaces that a class extends and implements. */
    Stream<ClassFile> above(ClassFile type) {
        return Stream.concat(superclasses(type), interfaces(type));
    }

    private Optional<Member> field(ClassFile type, String key) {
        return type.member(key)
                .or(() -> direct(type.interfaces().stream())
                        .flatMap(each -> field(each, key).stream())
                        .findFirst())
                .or(() -> direct(Stream.ofNullable(type.superName()))
                        .flatMap(each -> field(each, key).stream())
                        .findFirst());
    }

    /** A body is preferred, as selection does; which of several abstract declarations is found makes no difference. */
    private Optional<Member> inClassOrInterfaces(ClassFile type, String key) {
        if (key.startsWith("<")) {
            return type.member(key);
        }
        Optional<Member> inClass = Stream.concat(Stream.of(type), superclasses(type))
                .flatMap(each -> each.member(key).stream())
                .filter(method -> !type.is(Opcodes.ACC_INTERFACE)
                        || !method.owner().equals(OBJECT)
                        || method.is(Opcodes.ACC_PUBLIC) && !method.is(Opcodes.ACC_STATIC))
                .findFirst();
        return inClass.or(() -> inInterfaces(type, key));
    }

    private Optional<Member> inInterfaces(ClassFile type, String key) {
        List<Member> all = interfaces(type)
                .flatMap(each -> each.member(key).stream())
                .filter(method -> !method.is(Opcodes.ACC_PRIVATE | Opcodes.ACC_STATIC))
                .toList();
        return all.stream()
                .filter(method -> !method.is(Opcodes.ACC_ABSTRACT))
                .findFirst()
                .or(() -> all.stream().findFirst());
    }

    private Stream<ClassFile> superclasses(ClassFile type) {
        return direct(Stream.ofNullable(type.superName()))
                .flatMap(above -> Stream.concat(Stream.of(above), superclasses(above)));
    }

    /** Those of superclasses too. */
    private Stream<ClassFile> interfaces(ClassFile type) {
        return Stream.concat(
                direct(type.interfaces().stream()).flatMap(above -> Stream.concat(Stream.of(above), interfaces(above))),
                direct(Stream.ofNullable(type.superName())).flatMap(this::interfaces));
    }

    private Stream<ClassFile> direct(Stream<String> names) {
        return names.flatMap(name -> classes.find(name).stream());
    }

    private boolean isAccessible(Member member, String from) {
        if (member.is(Opcodes.ACC_PUBLIC)) {
            return true;
        }
        if (member.is(Opcodes.ACC_PRIVATE)) {
            return member.owner().equals(from);
        }
        return samePackage(member.owner(), from)
                || member.is(Opcodes.ACC_PROTECTED)
                        && classes.find(from)
                                .filter(user ->
                                        above(user).anyMatch(type -> type.name().equals(member.owner())))
                                .isPresent();
    }

    private static boolean isMethod(Handle member) {
        return member.getTag() >= Opcodes.H_INVOKEVIRTUAL;
    }

    private static boolean isStatic(Handle member) {
        return switch (member.getTag()) {
            case Opcodes.H_GETSTATIC, Opcodes.H_PUTSTATIC, Opcodes.H_INVOKESTATIC -> true;
            default -> false;
        };
    }

    private static boolean samePackage(String one, String other) {
        return packageOf(one).equals(packageOf(other));
    }

    private static String packageOf(String name) {
        return name.substring(0, name.lastIndexOf('/') + 1);
    }

    private static String text(Member member) {
        return member.owner() + "." + member.key();
    }

    private static Optional<String> when(boolean broken, String breach) {
        return broken ? Optional.of(breach) : Optional.empty();
    }
}
