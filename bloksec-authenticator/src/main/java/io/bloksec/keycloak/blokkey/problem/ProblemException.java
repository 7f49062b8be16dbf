package io.bloksec.keycloak.blokkey.problem;

/** A refusal on its way to the caller. Whatever must stand although the call is refused was committed before this is thrown. */
public final class ProblemException extends RuntimeException {

    private final Problem problem;
    private final String state;

    public ProblemException(Problem problem) {
        this(problem, null);
    }

    /** @param state of the request, for {@link Problem#REQUEST_ENDED}; else null */
    public ProblemException(Problem problem, String state) {
        // No stack trace: refusals are ordinary, and an attacker can ask for many.
        super(problem.code(), null, false, false);
        this.problem = problem;
        this.state = state;
    }

    public Problem problem() {
        return problem;
    }

    public String state() {
        return state;
    }
}
