package io.crawljob.operator.config;

import java.util.List;

/** The environment is not one to start with. The message has every problem, one on a line. */
public final class InvalidSettingsException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient List<String> problems;

    InvalidSettingsException(List<String> problems) {
        super("the operator's settings have %d problem(s):%n  %s"
                .formatted(problems.size(), String.join(System.lineSeparator() + "  ", problems)));
        this.problems = List.copyOf(problems);
    }

    public List<String> problems() {
        return problems;
    }
}
