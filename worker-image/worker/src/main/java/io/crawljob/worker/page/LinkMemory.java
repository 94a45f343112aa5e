package io.crawljob.worker.page;

/** What this worker remembers of links, over all jobs. */
record LinkMemory(KnownLinks known, Traps traps) {}
