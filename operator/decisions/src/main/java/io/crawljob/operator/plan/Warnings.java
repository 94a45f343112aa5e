package io.crawljob.operator.plan;

import java.util.ArrayList;
import java.util.List;

/** What was left out, told up to a limit and counted beyond. */
final class Warnings {

    private final List<String> told = new ArrayList<>();
    private int more;

    void add(String warning) {
        if (told.size() < PlanMapper.MAX_PROBLEMS) told.add(warning);
        else more++;
    }

    List<String> told() {
        if (more == 0) return List.copyOf(told);
        var all = new ArrayList<>(told);
        all.add("and %d more".formatted(more));
        return List.copyOf(all);
    }

    String inBrackets() {
        return told.isEmpty() ? "" : " (" + told.getFirst() + ")";
    }
}
