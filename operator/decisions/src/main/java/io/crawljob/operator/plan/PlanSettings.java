package io.crawljob.operator.plan;

/**
 * What whoever runs the operator has decided for all jobs.
 *
 * @param userAgent for jobs that name none; with a URL or an address to contact
 * @param allowIgnoreRobots whether a job may ask for {@code robots: Ignore}
 */
public record PlanSettings(String userAgent, boolean allowIgnoreRobots) {

    /** @throws IllegalArgumentException if the user agent names no contact */
    public PlanSettings {
        UserAgents.problem(userAgent).ifPresent(problem -> {
            throw new IllegalArgumentException("the user agent " + problem);
        });
    }
}
