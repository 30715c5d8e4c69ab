package dev.dromon.api;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A request whose answer is the verdict on the task: no pod runs. Texts may have placeholders, docs/reference/tasks.md says where. Not in Keptn. */
public class HttpTaskSpec extends ApiObject {

    /** http or https address; placeholders in path and query. */
    public String url;

    /** GET, HEAD, POST, PUT, PATCH or DELETE; absent means GET. */
    public String method;

    /** Header name to value; placeholders in values. */
    public Map<String, String> headers = new LinkedHashMap<>();

    /** What is sent, JSON unless the header Content-Type says otherwise; placeholders in it. Absent means nothing. */
    public String body;

    /** Parameters for placeholders; those of the task win. */
    public TaskParameters parameters;

    /** Credentials; absent means none. */
    public HttpTaskAuth auth;

    /** Certificates of authorities that may vouch for the server, in the task's namespace; absent means those of the Java runtime. */
    public SecretKeyReference caSecret;

    /** Status codes and ranges of them, such as 204 and 200-299; none means 200-299. */
    public List<String> expectedStatus = new ArrayList<>();

    /** What must be so in the JSON of the answer. */
    public List<HttpAssertion> assertions = new ArrayList<>();

    /** Longest time to a verdict, all attempts together, a Go duration; absent means 5m. */
    public String timeout;

    /** Longest time from a request to the end of its answer, a Go duration; absent means 30s. */
    public String requestTimeout;

    /** How often an attempt that may be repeated is; absent means 3. */
    public Integer retries;

    /** Wait before the first repetition, a Go duration, doubled with each; absent means 1s. */
    public String backoff;
}
