package io.crawljob.chart;

import io.crawljob.crds.testing.RealApiServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * An API server for helm to look into, one for all classes. This helm's {@code template} asks a cluster what the chart's {@code lookup} asks for, as
 * an installation does, where the command answers nothing; it finds its cluster by the environment alone.
 */
final class HelmBesideApiServer implements BeforeAllCallback, ParameterResolver {

    @Override
    public void beforeAll(ExtensionContext context) {
        server(context);
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == RealApiServer.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return server(context);
    }

    private static RealApiServer server(ExtensionContext context) {
        return context.getRoot()
                .getStore(Namespace.create(HelmBesideApiServer.class))
                .computeIfAbsent(RealApiServer.class, type -> start(), RealApiServer.class);
    }

    private static RealApiServer start() {
        var server = RealApiServer.start();
        try {
            Files.copy(server.kubeconfig(), Path.of(System.getenv("KUBECONFIG")), StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            server.close();
            throw new AssertionError("cannot tell helm of the API server", e);
        }
        for (var namespace : new String[] {"system", "alpha", "beta"}) {
            server.kubectl("create", "namespace", namespace).orFail();
        }
        return server;
    }
}
