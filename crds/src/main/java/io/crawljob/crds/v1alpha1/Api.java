package io.crawljob.crds.v1alpha1;

/** The names that all kinds share. */
public final class Api {

    public static final String GROUP = "crawljob.io";
    public static final String VERSION = "v1alpha1";
    public static final String CATEGORY = "crawling";

    /** Deployment names are {@code crawl-<queue>} and their pods' names must stay valid. */
    public static final int MAX_QUEUE_NAME = 40;
    /** A job is named {@code <schedule>-<minutes since 1970>}. */
    public static final int MAX_SCHEDULE_NAME = 52;

    private Api() {}
}
