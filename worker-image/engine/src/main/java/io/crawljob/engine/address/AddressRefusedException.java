package io.crawljob.engine.address;

import java.net.UnknownHostException;

/** Ends a connection before it is made. Its message says which rule, never which address. */
public final class AddressRefusedException extends UnknownHostException {

    private static final long serialVersionUID = 1;

    AddressRefusedException(AddressVerdict.Reason reason) {
        super(reason.message());
    }
}
