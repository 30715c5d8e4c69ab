package dev.dromon.api;

/** Which definition to run, and for whom. */
public class KeptnTaskSpec extends ApiObject {

    /** Name of the KeptnTaskDefinition. */
    public String taskDefinition;

    /** The app and workload it runs for. */
    public TaskContext context;

    /** Parameters that win over those of the definition. */
    public TaskParameters parameters;

    /** Secret parameters that win over those of the definition. */
    public SecureParameters secureParameters;

    /** pre, post or promotion. */
    public String checkType;

    /** What its failure counts for the version it belongs to: block, warn or observe; absent means block. Not in Keptn. */
    public String severity;

    /** How often the Job may start again after a failure; 0 means never. */
    public Integer retries;

    /** How long the Job may take in all, a Go duration. */
    public String timeout;
}
