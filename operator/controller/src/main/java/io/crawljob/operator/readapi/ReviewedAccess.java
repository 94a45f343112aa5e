package io.crawljob.operator.readapi;

import io.fabric8.kubernetes.api.model.authentication.TokenReview;
import io.fabric8.kubernetes.api.model.authentication.TokenReviewBuilder;
import io.fabric8.kubernetes.api.model.authentication.TokenReviewSpec;
import io.fabric8.kubernetes.api.model.authentication.UserInfo;
import io.fabric8.kubernetes.api.model.authorization.v1.SubjectAccessReviewBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.List;
import java.util.Optional;

/**
 * Asks the API server twice: whose the token is (TokenReview), and whether that one may (SubjectAccessReview). A token of the audience {@code crawljob.io}
 * is good for nothing but this API; one for the API server itself is taken as well, since it is what a kubeconfig often holds.
 */
public final class ReviewedAccess implements Access {

    /** What a caller's TokenRequest should name. */
    public static final String AUDIENCE = "crawljob.io";

    private static final String GROUP = "crawljob.io";
    private static final String RESOURCE = "crawljobs";

    private final KubernetesClient client;

    public ReviewedAccess(KubernetesClient client) {
        this.client = client;
    }

    @Override
    public Verdict check(String token, Verb verb, String namespace, String name) {
        if (token.isEmpty()) {
            return new Verdict.Unknown("no token: send 'Authorization: Bearer TOKEN' or 'X-Crawl-Token: TOKEN'");
        }
        try {
            var user = review(token, List.of(AUDIENCE)).or(() -> review(token, List.of()));
            if (user.isEmpty()) {
                return new Verdict.Unknown("the API server does not know this token, or it has expired");
            }
            return authorize(user.get(), verb, namespace, name);
        } catch (KubernetesClientException e) {
            return new Verdict.Unavailable(why(e));
        }
    }

    private Optional<UserInfo> review(String token, List<String> audiences) {
        var spec = new TokenReviewSpec();
        spec.setToken(token);
        spec.setAudiences(audiences);
        TokenReview review =
                client.resource(new TokenReviewBuilder().withSpec(spec).build()).create();
        var status = review.getStatus();
        return status != null && Boolean.TRUE.equals(status.getAuthenticated())
                ? Optional.of(status.getUser())
                : Optional.empty();
    }

    private Verdict authorize(UserInfo user, Verb verb, String namespace, String name) {
        var review = new SubjectAccessReviewBuilder()
                .withNewSpec()
                .withUser(user.getUsername())
                .withUid(user.getUid())
                .withGroups(user.getGroups())
                .withExtra(user.getExtra())
                .withNewResourceAttributes()
                .withGroup(GROUP)
                .withResource(RESOURCE)
                .withVerb(verb.word())
                .withNamespace(namespace)
                .withName(name)
                .endResourceAttributes()
                .endSpec()
                .build();
        var answer = client.resource(review).create().getStatus();
        if (answer != null && Boolean.TRUE.equals(answer.getAllowed())) {
            return new Verdict.Allowed(user.getUsername());
        }
        return new Verdict.Forbidden("%s may not %s crawljobs.%s %s in namespace %s"
                .formatted(user.getUsername(), verb.word(), GROUP, name, namespace));
    }

    private static String why(KubernetesClientException e) {
        if (e.getCode() == 403) {
            return "the operator lacks a right (create on tokenreviews.authentication.k8s.io and"
                    + " subjectaccessreviews.authorization.k8s.io): " + e.getMessage();
        }
        return "the API server could not be asked: " + e.getMessage();
    }
}
