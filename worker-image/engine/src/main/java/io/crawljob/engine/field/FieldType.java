package io.crawljob.engine.field;

/** What a field's text is read as. */
public enum FieldType {
    STRING("String"),
    NUMBER("Number"),
    BOOLEAN("Boolean"),
    DATE("Date"),
    URL("Url");

    private final String word;

    FieldType(String word) {
        this.word = word;
    }

    /** As messages name it. */
    public String word() {
        return word;
    }
}
