package io.bloksec.keycloak.it.shipped;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.FieldVisitor;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/**
 * Exists to hold of a class what others can refer to.
 *
 * @param superName null in {@code java.lang.Object} alone
 * @param members access flags by name and descriptor, as {@link #key} joins them
 */
record ClassFile(String name, int access, String superName, List<String> interfaces, Map<String, Integer> members) {

    static ClassFile read(byte[] bytes) {
        ClassReader reader = new ClassReader(bytes);
        Map<String, Integer> members = new HashMap<>();
        reader.accept(
                new ClassVisitor(Opcodes.ASM9) {
                    @Override
                    public FieldVisitor visitField(
                            int access, String name, String descriptor, String signature, Object value) {
                        members.put(key(name, descriptor), access);
                        return null;
                    }

                    @Override
                    public MethodVisitor visitMethod(
                            int access, String name, String descriptor, String signature, String[] exceptions) {
                        members.put(key(name, descriptor), access);
                        return null;
                    }
                },
                ClassReader.SKIP_CODE | ClassReader.SKIP_DEBUG | ClassReader.SKIP_FRAMES);
        return new ClassFile(
                reader.getClassName(),
                reader.getAccess(),
                reader.getSuperName(),
                List.of(reader.getInterfaces()),
                Map.copyOf(members));
    }

    /** Fields and methods cannot meet, because only a method's descriptor begins with a bracket. */
    static String key(String name, String descriptor) {
        return name + " " + descriptor;
    }

    Optional<Member> member(String key) {
        return Optional.ofNullable(members.get(key)).map(flags -> new Member(name, key, flags));
    }

    Stream<Member> methods() {
        return members.entrySet().stream()
                .map(entry -> new Member(name, entry.getKey(), entry.getValue()))
                .filter(Member::isMethod);
    }

    boolean is(int flag) {
        return (access & flag) != 0;
    }

    /** Exists to name a field or method together with the class that declares it. */
    record Member(String owner, String key, int access) {

        boolean is(int flag) {
            return (access & flag) != 0;
        }

        boolean isMethod() {
            return key.contains(" (");
        }

        /** Neither a constructor nor static nor private. */
        boolean isInherited() {
            return isMethod() && !key.startsWith("<") && !is(Opcodes.ACC_STATIC | Opcodes.ACC_PRIVATE);
        }

        boolean isPackagePrivate() {
            return !is(Opcodes.ACC_PUBLIC | Opcodes.ACC_PROTECTED | Opcodes.ACC_PRIVATE);
        }
    }
}
