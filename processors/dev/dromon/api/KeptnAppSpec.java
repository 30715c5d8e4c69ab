package dev.dromon.api;

import java.util.ArrayList;
import java.util.List;

/** What an app consists of. */
public class KeptnAppSpec extends ApiObject {

    /** Version of the app. */
    public String version;

    /** Free counter; raising it starts another run of the same version. */
    public Integer revision;

    /** Workload versions that belong to this version of the app. */
    public List<KeptnWorkloadRef> workloads = new ArrayList<>();
}
