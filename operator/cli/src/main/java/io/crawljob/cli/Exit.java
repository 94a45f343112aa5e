package io.crawljob.cli;

/** How a command ended: the process's exit code, as the documentation promises it to scripts. */
public enum Exit {
    COMPLETE(0),
    FAILED(1),
    /** Wrong usage, or a manifest that is not valid. */
    USAGE(2),
    CANCELLED(3),
    DEADLINE(124),
    /** Stopped by the person; the same command goes on where it was. */
    INTERRUPTED(130);

    private final int code;

    Exit(int code) {
        this.code = code;
    }

    public int code() {
        return code;
    }
}
