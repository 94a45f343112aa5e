package io.crawljob.crds.testing;

import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Gives a test class one {@link RealApiServer} as a parameter; all classes of a build's module share it, and it stops after the last one. Tests keep
 * apart by namespaces of their own.
 */
public final class WithApiServer implements ParameterResolver {

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == RealApiServer.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return context.getRoot()
                .getStore(Namespace.create(WithApiServer.class))
                .computeIfAbsent(RealApiServer.class, type -> RealApiServer.start(), RealApiServer.class);
    }
}
