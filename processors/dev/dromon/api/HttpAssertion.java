package dev.dromon.api;

/** What must be so at one place of a JSON answer. Not in Keptn. */
public class HttpAssertion extends ApiObject {

    /** JSONPath to one place. */
    public String path;

    /** ==, !=, &lt;, &lt;=, &gt;, &gt;=, exists or absent; absent means ==. */
    public String operator;

    /** What is found is compared with; as numbers when both are some. Not with exists and absent. */
    public String value;
}
