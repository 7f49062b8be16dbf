package io.bloksec.keycloak.it.shipped;

import io.bloksec.keycloak.it.shipped.Uses.OfClass;
import io.bloksec.keycloak.it.shipped.Uses.OfMember;
import io.bloksec.keycloak.it.shipped.Uses.Way;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Handle;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.commons.ClassRemapper;
import org.objectweb.asm.commons.MethodRemapper;
import org.objectweb.asm.commons.Remapper;

/**
 * Exists to miss no reference: what can rename a class everywhere in a class file comes by every place that names one,
 * annotations, signatures and the operands of {@code invokedynamic} among them. Here it renames nothing.
 */
final class UsesReader extends ClassRemapper {

    private final Uses uses;

    private UsesReader(String className, Uses uses) {
        super(Opcodes.ASM9, new ClassWriter(0), new Listener(className, uses));
        this.uses = uses;
    }

    static void read(byte[] bytes, Uses uses) {
        ClassReader reader = new ClassReader(bytes);
        reader.accept(new UsesReader(reader.getClassName(), uses), ClassReader.SKIP_DEBUG);
    }

    @Override
    public void visit(int version, int access, String name, String signature, String superName, String[] interfaces) {
        uses.classes().add(new OfClass(name, superName, Way.EXTENDED));
        for (String type : interfaces) {
            uses.classes().add(new OfClass(name, type, Way.IMPLEMENTED));
        }
        super.visit(version, access, name, signature, superName, interfaces);
    }

    /** A table of names that come with others; what it says is for reflection. */
    @Override
    public void visitInnerClass(String name, String outerName, String innerName, int access) {}

    @Override
    protected MethodVisitor createMethodRemapper(MethodVisitor next) {
        return new MethodRemapper(Opcodes.ASM9, next, remapper) {

            @Override
            public void visitTypeInsn(int opcode, String type) {
                if (opcode == Opcodes.NEW) {
                    uses.classes().add(new OfClass(className, type, Way.CREATED));
                }
                super.visitTypeInsn(opcode, type);
            }

            @Override
            public void visitFieldInsn(int opcode, String owner, String name, String descriptor) {
                add(new Handle(tag(opcode), owner, name, descriptor, false));
                super.visitFieldInsn(opcode, owner, name, descriptor);
            }

            @Override
            public void visitMethodInsn(int opcode, String owner, String name, String descriptor, boolean ofInterface) {
                add(new Handle(tag(opcode), owner, name, descriptor, ofInterface));
                super.visitMethodInsn(opcode, owner, name, descriptor, ofInterface);
            }
        };
    }

    private void add(Handle member) {
        uses.members().add(new OfMember(className, member));
    }

    private static int tag(int opcode) {
        return switch (opcode) {
            case Opcodes.GETFIELD -> Opcodes.H_GETFIELD;
            case Opcodes.GETSTATIC -> Opcodes.H_GETSTATIC;
            case Opcodes.PUTFIELD -> Opcodes.H_PUTFIELD;
            case Opcodes.PUTSTATIC -> Opcodes.H_PUTSTATIC;
            case Opcodes.INVOKEVIRTUAL -> Opcodes.H_INVOKEVIRTUAL;
            case Opcodes.INVOKESTATIC -> Opcodes.H_INVOKESTATIC;
            case Opcodes.INVOKESPECIAL -> Opcodes.H_INVOKESPECIAL;
            case Opcodes.INVOKEINTERFACE -> Opcodes.H_INVOKEINTERFACE;
            default -> throw new IllegalArgumentException("Opcode " + opcode);
        };
    }

    /** Exists because a remapper, and not its visitor, is shown every name. */
    private static final class Listener extends Remapper {

        private final String from;
        private final Uses uses;

        Listener(String from, Uses uses) {
            super(Opcodes.ASM9);
            this.from = from;
            this.uses = uses;
        }

        @Override
        public String map(String name) {
            uses.classes().add(new OfClass(from, name, Way.NAMED));
            return name;
        }

        @Override
        public Object mapValue(Object value) {
            if (value instanceof Handle handle) {
                uses.members().add(new OfMember(from, handle));
                if (handle.getTag() == Opcodes.H_NEWINVOKESPECIAL) {
                    uses.classes().add(new OfClass(from, handle.getOwner(), Way.CREATED));
                }
            }
            return super.mapValue(value);
        }
    }
}
