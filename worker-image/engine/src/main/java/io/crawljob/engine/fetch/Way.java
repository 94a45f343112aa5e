package io.crawljob.engine.fetch;

import io.crawljob.engine.address.AddressPolicy;
import io.crawljob.engine.fetch.FetchOutcome.Failed;
import java.io.IOException;
import java.util.Optional;

/** What a request meets between here and its site. */
interface Way {

    /**
     * Asked before anything is sent.
     *
     * @param host as it is asked for: a name, or an address without brackets
     * @return why the request may not be made; empty when it may
     */
    Optional<Failed> refuses(FetchRequest request, String host);

    /** What the address that is connected to may be. */
    AddressPolicy connectsTo(FetchRequest request);

    /** What was said on the way instead of by the site; empty when it is the site's answer. */
    Optional<Failed> refuses(int status);

    Failed classify(IOException failure, FetchRequest request);

    /** Nothing: the address that the name resolves to is judged when it is connected to. */
    record Direct() implements Way {

        @Override
        public Optional<Failed> refuses(FetchRequest request, String host) {
            return Optional.empty();
        }

        @Override
        public AddressPolicy connectsTo(FetchRequest request) {
            return request.addresses();
        }

        @Override
        public Optional<Failed> refuses(int status) {
            return Optional.empty();
        }

        @Override
        public Failed classify(IOException failure, FetchRequest request) {
            return Failures.classify(failure, request);
        }
    }
}
