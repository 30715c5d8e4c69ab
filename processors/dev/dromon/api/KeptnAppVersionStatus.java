package dev.dromon.api;

import java.util.ArrayList;
import java.util.List;

/** How far the run of an app version is. */
public class KeptnAppVersionStatus extends VersionStatus {

    /** State of the promotion tasks, same values as the other states. */
    public String promotionStatus;

    /** One entry per promotion task. */
    public List<ItemStatus> promotionTaskStatus = new ArrayList<>();

    /** State of all workloads together, same values as the other states. */
    public String workloadOverallStatus;

    /** One entry per workload of the app version. */
    public List<WorkloadStatusItem> workloadStatus = new ArrayList<>();
}
