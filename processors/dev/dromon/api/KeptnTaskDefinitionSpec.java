package dev.dromon.api;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.LocalObjectReference;
import java.util.ArrayList;
import java.util.List;

/** What a task runs: exactly one of container, deno, python, callback, http and camel; and its limits. */
public class KeptnTaskDefinitionSpec extends ApiObject {

    /** TypeScript or JavaScript code. */
    public RuntimeSpec deno;

    /** Python code. */
    public RuntimeSpec python;

    /** A container of the user, as in a pod. */
    public Container container;

    /** A request that somebody outside answers, instead of something to run. Not in Keptn. */
    public CallbackSpec callback;

    /** A request whose answer is the verdict, instead of something to run. Not in Keptn. */
    public HttpTaskSpec http;

    /** A route of the operator, instead of something to run. Not in Keptn. */
    public CamelTaskSpec camel;

    /** How often the Job may start again after a failure; 0 means never. */
    public Integer retries;

    /** How long the Job may take in all, a Go duration. */
    public String timeout;

    /** The account the Job runs as; absent means the default one. */
    public ServiceAccountReference serviceAccount;

    /** Whether the account token is mounted; absent means the cluster decides. */
    public TokenMount automountServiceAccountToken;

    /** Seconds after its end until Kubernetes deletes the Job. */
    public Integer ttlSecondsAfterFinished;

    /** Secrets for pulling images. */
    public List<LocalObjectReference> imagePullSecrets = new ArrayList<>();
}
