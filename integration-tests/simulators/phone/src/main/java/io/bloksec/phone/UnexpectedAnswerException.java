package io.bloksec.phone;

/** The server answered neither as the API description says nor with problem JSON, or could not be reached. */
public final class UnexpectedAnswerException extends RuntimeException {

    public UnexpectedAnswerException(String message) {
        super(message);
    }

    UnexpectedAnswerException(String message, Throwable cause) {
        super(message, cause);
    }
}
