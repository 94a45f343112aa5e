package io.crawljob.engine.address;

/** Whether an address may be connected to. */
public sealed interface AddressVerdict {

    record Allowed() implements AddressVerdict {}

    record Refused(Reason reason) implements AddressVerdict {}

    /** Never tells what a name resolved to. */
    enum Reason {
        PORT("Port", "the port is not one of 80, 443, 8080, 8443"),
        METADATA("Metadata", "a cloud's metadata service"),
        CLUSTER_NAME("ClusterName", "a name inside the cluster"),
        LOCAL_NAME("LocalName", "a name that is never public"),
        SPECIAL_ADDRESS("SpecialAddress", "not an address of the public internet"),
        INVALID("Invalid", "not an address or URL that a crawl may use");

        private final String word;
        private final String message;

        Reason(String word, String message) {
            this.word = word;
            this.message = message;
        }

        public String word() {
            return word;
        }

        public String message() {
            return message;
        }
    }
}
