package dev.dromon.kube;

import io.fabric8.kubernetes.api.model.Status;
import io.fabric8.kubernetes.api.model.StatusDetails;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import java.util.Optional;

/** Tells what an API server's refusal means, however deep the exception sits. Never throws. */
public final class ApiFailure {

    private static final int MAX_DEPTH = 20;
    /** Reason of a cause in the API server's refusal (Kubernetes API, NamespaceTerminatingCause). */
    private static final String TERMINATING = "NamespaceTerminating";

    private ApiFailure() {
    }

    /** The first exception of the Kubernetes client in the chain of causes; empty when the failure has nothing to do with the API server. */
    public static Optional<KubernetesClientException> in(Throwable failure) {
        Throwable cause = failure;
        for (int depth = 0; cause != null && depth < MAX_DEPTH; depth++) {
            if (cause instanceof KubernetesClientException api) {
                return Optional.of(api);
            }
            cause = cause.getCause();
        }
        return Optional.empty();
    }

    /** Whether somebody else changed or created the object first (409). */
    public static boolean conflict(Throwable failure) {
        return has(failure, HttpURLConnection.HTTP_CONFLICT);
    }

    /** Whether the API server does not know the object, or not even its kind (404). */
    public static boolean absent(Throwable failure) {
        return has(failure, HttpURLConnection.HTTP_NOT_FOUND);
    }

    /** Whether the object's namespace is being deleted, or is gone: then nothing can be created in it, and nobody waits for it. */
    public static boolean namespaceGone(Throwable failure) {
        Optional<StatusDetails> details = in(failure).map(KubernetesClientException::getStatus).map(Status::getDetails);
        boolean terminating = details.map(StatusDetails::getCauses).filter(causes -> causes.stream().anyMatch(c -> TERMINATING.equals(c.getReason()))).isPresent();
        return terminating || absent(failure) && details.filter(d -> "namespaces".equals(d.getKind())).isPresent();
    }

    /** Whether what was to be changed is not there any more: the API server names an object, not a kind or a namespace. */
    public static boolean deleted(Throwable failure) {
        Optional<StatusDetails> details = in(failure).map(KubernetesClientException::getStatus).map(Status::getDetails);
        return absent(failure) && !namespaceGone(failure) && details.map(StatusDetails::getName).filter(name -> !name.isEmpty()).isPresent();
    }

    private static boolean has(Throwable failure, int code) {
        return in(failure).filter(api -> api.getCode() == code).isPresent();
    }

    /** One line that says what went wrong: the API server's own words where it answered, otherwise the message or, without one, the name of the exception. */
    public static String reason(Throwable failure) {
        Throwable told = in(failure).map(Throwable.class::cast).orElse(failure);
        Optional<String> words = in(failure).map(KubernetesClientException::getStatus).map(Status::getMessage).or(() -> Optional.ofNullable(told.getMessage()));
        return words.map(w -> w.replaceAll("\\s+", " ").strip()).orElseGet(() -> told.getClass().getSimpleName());
    }
}
