package io.crawljob.engine.fetch;

import io.crawljob.engine.address.AddressRefusedException;
import io.crawljob.engine.fetch.BeforeSending.NotSentException;
import io.crawljob.engine.fetch.FetchOutcome.Failed;
import io.crawljob.engine.fetch.NoSecondRequest.RequestTimeoutException;
import io.crawljob.engine.url.CanonicalUrl;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import java.security.cert.CertificateException;
import javax.net.ssl.SSLException;

/** The class of an exception that ended a request. */
final class Failures {

    private static final int LONGEST_MESSAGE = 200;

    private Failures() {}

    static Failed classify(IOException failure, FetchRequest request) {
        var host = request.url().authority();
        if (Thread.currentThread().isInterrupted())
            return Failed.of(FailureClass.CANCELLED, "the request to " + host + " was given up");
        return switch (failure) {
            case NotSentException _ -> Failed.of(FailureClass.CANCELLED, "the request to " + host + " was held back");
            case RequestTimeoutException _ ->
                new Failed(FailureClass.TIMEOUT, host + " answered 408", RequestTimeoutException.STATUS, null);
            case AddressRefusedException refused -> refused(request.url(), detail(refused));
            case UnknownHostException unknown ->
                Failed.of(
                        FailureClass.DNS, "the name " + request.url().host() + " was not resolved: " + detail(unknown));
            case SSLException tls ->
                Failed.of(FailureClass.TLS, "no secure connection to " + host + ": " + detail(tls));
            case ConnectException _, NoRouteToHostException _ ->
                Failed.of(FailureClass.CONNECT, "no connection to " + host + ": " + rootDetail(failure));
            case InterruptedIOException _ ->
                Failed.of(
                        FailureClass.TIMEOUT,
                        "%s did not finish its answer: it was silent for too long, or took more than the %d ms of timeoutSeconds"
                                .formatted(host, request.limits().timeout().toMillis()));
            default ->
                causedByCertificate(failure)
                        ? Failed.of(FailureClass.TLS, "no secure connection to " + host + ": " + detail(failure))
                        : Failed.of(
                                FailureClass.PROTOCOL,
                                "the answer of " + host + " broke off or cannot be read: " + detail(failure));
        };
    }

    static Failed unforeseen(RuntimeException failure, FetchRequest request) {
        return Failed.of(
                FailureClass.PROTOCOL,
                "the answer of %s cannot be read: %s".formatted(request.url().authority(), detail(failure)));
    }

    static Failed refused(CanonicalUrl url, String rule) {
        return Failed.of(
                FailureClass.ADDRESS_REFUSED,
                "%s is refused: %s; a HostPolicy can allow ports and private addresses, --allow-private does for a local run"
                        .formatted(url.authority(), rule));
    }

    private static boolean causedByCertificate(Throwable failure) {
        for (var cause = failure.getCause(); cause != null; cause = cause.getCause()) {
            if (cause instanceof CertificateException) return true;
        }
        return false;
    }

    /** The innermost message, because OkHttp's outer one repeats the host and names the address. */
    static String rootDetail(Throwable failure) {
        var cause = failure;
        while (cause.getCause() instanceof IOException inner) cause = inner;
        return detail(cause);
    }

    static String detail(Throwable failure) {
        var message = failure.getMessage();
        if (message == null || message.isBlank()) return failure.getClass().getSimpleName();
        var line = message.lines().findFirst().orElse("");
        return line.length() <= LONGEST_MESSAGE ? line : line.substring(0, LONGEST_MESSAGE);
    }
}
