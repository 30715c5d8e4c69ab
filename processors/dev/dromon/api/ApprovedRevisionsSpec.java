package dev.dromon.api;

import java.util.LinkedHashMap;
import java.util.Map;

/** Which revisions may start. */
public class ApprovedRevisionsSpec extends ApiObject {

    /**
     * Owner uid, a dot and template hash, to the name of the KeptnWorkloadVersion that was approved, or not-
     * annotated for pods that take no part.
     */
    public Map<String, String> revisions = new LinkedHashMap<>();
}
