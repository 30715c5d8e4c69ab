package dev.dromon.api;

/** Another version of the same app, as it was when it was last looked at for something that was recorded. Not in Keptn. */
public class BasisVersion extends ApiObject {

    /** KeptnAppVersion or KeptnWorkloadVersion. */
    public String kind;

    /** Its metadata.uid. */
    public String uid;

    /** How many transitions it had. */
    public Integer transitions;

    /** Its metadata.resourceVersion. */
    public String resourceVersion;
}
