package io.crawljob.queue;

/** The names of all keys. What stands in braces is the hash tag: keys that one script touches share it. */
record Keys(String prefix) {

    /** {@code P:m}: names a job to its scripts, which build the job's other keys from it. */
    String job(JobKey job) {
        return jobTag(job) + ":m";
    }

    private String jobTag(JobKey job) {
        return "{" + prefix + ":" + job + "}";
    }

    String results(JobKey job) {
        return jobTag(job) + ":res";
    }

    /** Before a lane's name: the list of its waiting items. */
    String lists(JobKey job) {
        return jobTag(job) + ":q:";
    }

    String events(JobKey job) {
        return jobTag(job) + ":ev";
    }

    /** Names a queue to its scripts. */
    String queue(QueueKey queue) {
        return "{" + prefix + ":q:" + queue + "}:ready";
    }

    String heartbeat(QueueKey queue, String worker) {
        return "{" + prefix + ":q:" + queue + "}:w:" + worker;
    }

    String lane(String lane) {
        return "{" + prefix + ":lane:" + lane + "}";
    }

    String policy() {
        return prefix + ":policy";
    }

    String robots(String origin) {
        return prefix + ":robots:" + origin;
    }

    /** Names the pages that a namespace keeps to their script. No job's uid is of this form. */
    String pages(String namespace) {
        return "{" + prefix + ":" + namespace + "/.pages}:index";
    }

    String page(String namespace, long id) {
        return "{" + prefix + ":" + namespace + "/.pages}:" + id;
    }

    /** HASH: every job that was opened and not purged → its queue. */
    String registry() {
        return prefix + ":jobs";
    }

    /** Who has claimed the prefix. */
    String installation() {
        return prefix + ":installation";
    }

    /** As members of shared keys, jobs are {@code namespace/uid}. */
    static JobKey parse(String job) {
        int slash = job.indexOf('/');
        return new JobKey(job.substring(0, slash), job.substring(slash + 1));
    }
}
