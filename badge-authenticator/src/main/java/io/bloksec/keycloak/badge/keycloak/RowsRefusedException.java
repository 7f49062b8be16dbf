package io.bloksec.keycloak.badge.keycloak;

import java.util.List;

/** Of a list, some cannot be done, and nothing was done; the others could be. */
final class RowsRefusedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final AdminAnswers.Problem problem;
    private final List<String> badges;

    /** @param badges their ids */
    RowsRefusedException(AdminAnswers.Problem problem, List<String> badges) {
        super(problem.title());
        this.problem = problem;
        this.badges = List.copyOf(badges);
    }

    AdminAnswers.Problem problem() {
        return problem;
    }

    List<String> badges() {
        return badges;
    }
}
