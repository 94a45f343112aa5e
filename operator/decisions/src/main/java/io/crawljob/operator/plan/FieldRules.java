package io.crawljob.operator.plan;

import io.crawljob.crds.v1alpha1.Extract;
import io.crawljob.engine.field.FieldRule;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** The rules about {@code spec.extract.fields}. */
final class FieldRules {

    private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]{0,62}");
    private static final int MOST = 100;
    private static final int LONGEST_ATTRIBUTE = 128;

    private FieldRules() {}

    static void check(List<Extract.Field> fields, Problems problems) {
        problems.most("spec.extract.fields", fields, MOST);
        Set<String> names = new HashSet<>();
        for (var i = 0; i < fields.size(); i++)
            check("spec.extract.fields[%d]".formatted(i), fields.get(i), names, problems);
    }

    private static void check(String at, Extract.Field field, Set<String> names, Problems problems) {
        var name = field.name() == null ? "" : field.name();
        if (!NAME.matcher(name).matches()) {
            problems.invalid(
                    at + ".name",
                    "is %s; a field's name has up to 63 letters, digits and '_', and begins with no digit"
                            .formatted(Problems.quoted(name)));
        } else if (!names.add(name)) {
            problems.invalid(at + ".name", "is %s a second time".formatted(Problems.quoted(name)));
        }
        FieldRule.problem(field.selector() == null ? "" : field.selector())
                .ifPresent(problem -> problems.invalid(at + ".selector", problem));
        if (field.attribute() != null) problems.longest(at + ".attribute", field.attribute(), LONGEST_ATTRIBUTE);
        if (field.type() == Extract.Type.UNKNOWN) {
            problems.invalid(
                    at + ".type",
                    "has a value that this version does not know: it knows String, Number, Boolean, Date and Url");
        }
    }
}
