package io.bloksec.keycloak.it.shipped;

import java.util.Arrays;
import java.util.stream.Collectors;
import org.objectweb.asm.Type;

/** Exists so that a person can read the list: a member as Java's documentation writes it, with the result behind. */
final class MemberText {

    private MemberText() {}

    /** Of a name and a descriptor, as {@link ClassFile#key} joins them. */
    static String of(String key) {
        int space = key.indexOf(' ');
        String name = key.substring(0, space);
        Type type = Type.getType(key.substring(space + 1));
        if (type.getSort() != Type.METHOD) {
            return name + ": " + simple(type);
        }
        String arguments =
                Arrays.stream(type.getArgumentTypes()).map(MemberText::simple).collect(Collectors.joining(", "));
        return name.equals("<init>")
                ? "new(" + arguments + ")"
                : name + "(" + arguments + "): " + simple(type.getReturnType());
    }

    private static String simple(Type type) {
        String name = type.getClassName();
        return name.substring(name.lastIndexOf('.') + 1).replace('$', '.');
    }
}
