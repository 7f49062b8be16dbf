package io.bloksec.phone;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/**
 * Hooks for attacks: each gets one thing just before it is signed or sent, so that all the rest stays right. What is
 * changed before a signature is signed as changed; what is changed after it is not signed again.
 */
public interface Tampering {

    /** Everything as it should be. */
    Tampering NONE = new Tampering() {};

    /** The proof's header and claims, before its signature. */
    default void proof(ObjectNode header, ObjectNode claims) {}

    /** @return the header {@code BlokKey-Proof} as sent; null: none */
    default String proof(String jws) {
        return jws;
    }

    /** @return the text that both keys sign */
    default SignedText text(SignedText text) {
        return text;
    }

    /** WebAuthn's client data: {@code type}, {@code challenge}, {@code origin}, {@code crossOrigin}; before signing. */
    default void clientData(ObjectNode clientData) {}

    /** @return WebAuthn's authenticator data as signed: 32 bytes rpId hash, flags, 4 bytes counter, … */
    default byte[] authenticatorData(byte[] data) {
        return data;
    }

    /** The message, after the signatures in it and before the proof over it. */
    default void message(ObjectNode message) {}

    static Tampering proof(BiConsumer<ObjectNode, ObjectNode> headerAndClaims) {
        return new Tampering() {
            @Override
            public void proof(ObjectNode header, ObjectNode claims) {
                headerAndClaims.accept(header, claims);
            }
        };
    }

    static Tampering jws(UnaryOperator<String> change) {
        return new Tampering() {
            @Override
            public String proof(String jws) {
                return change.apply(jws);
            }
        };
    }

    static Tampering text(UnaryOperator<SignedText> change) {
        return new Tampering() {
            @Override
            public SignedText text(SignedText text) {
                return change.apply(text);
            }
        };
    }

    static Tampering clientData(Consumer<ObjectNode> change) {
        return new Tampering() {
            @Override
            public void clientData(ObjectNode clientData) {
                change.accept(clientData);
            }
        };
    }

    static Tampering authenticatorData(UnaryOperator<byte[]> change) {
        return new Tampering() {
            @Override
            public byte[] authenticatorData(byte[] data) {
                return change.apply(data);
            }
        };
    }

    static Tampering message(Consumer<ObjectNode> change) {
        return new Tampering() {
            @Override
            public void message(ObjectNode message) {
                change.accept(message);
            }
        };
    }
}
