package io.crawljob.e2e;

import java.util.List;

/** What kubectl prints: columns begin where their heads do. */
final class Table {

    private Table() {}

    static List<String> heads(String table) {
        return table.isBlank()
                ? List.of()
                : List.of(table.lines().findFirst().orElseThrow().trim().split("\\s+"));
    }

    /** Empty when there is no such row or column, or nothing in it. */
    static String cell(String table, String column, String row) {
        if (!heads(table).contains(column)) {
            return "";
        }
        var head = table.lines().findFirst().orElseThrow() + " ";
        var from = head.indexOf(column + " ");
        var next = heads(table).indexOf(column) + 1;
        var to = next < heads(table).size()
                ? head.indexOf(heads(table).get(next), from + column.length())
                : Integer.MAX_VALUE;
        return table.lines()
                .skip(1)
                .filter(line -> line.startsWith(row + " ") && line.length() > from)
                .map(line -> line.substring(from, Math.min(to, line.length())).trim())
                .findFirst()
                .orElse("");
    }
}
