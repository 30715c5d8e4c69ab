package dev.dromon.model;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Names of the objects that Dromon creates: each is a function of its owner, so that creating it twice is creating it once. Where Keptn's rule gives a valid
 * Kubernetes name the name is Keptn's; elsewhere what is invalid becomes a dash and a short hash keeps it distinct. Pure; never throws.
 */
public final class Names {

    /** Longest name of a Kubernetes object (RFC 1123 subdomain). */
    static final int OBJECT = 253;
    /** Longest name of a Job: it becomes a label of its pods. */
    static final int LABEL = 63;
    private static final int JOB_SUFFIX = 3;
    private static final int CHECK_HASH = 10;
    private static final int SHORT_HASH = 8;
    private static final int MIN_PART = 80;
    private static final Pattern SUBDOMAIN = Pattern.compile("[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*");

    private Names() {
    }

    /** Keptn's spelling of an application name: lower case, underscores as dashes; made valid when it is not. */
    public static String app(String app) {
        return object(app);
    }

    /** Name of the KeptnWorkload of a workload of an (already spelt) app. */
    public static String workload(String app, String workload) {
        return object(app, workload);
    }

    /** Name of the KeptnWorkloadVersion for a run of a version; the first run has Keptn's name, later ones a hash of their number. */
    public static String workloadVersion(String workloadObject, String version, int attempt) {
        return attempt <= 1 ? object(workloadObject, version) : object(workloadObject, version, shortHash(attempt));
    }

    /** Name of the KeptnAppVersion made from a generation of a KeptnApp. */
    public static String appVersion(String app, String version, long generation) {
        return object(app, version, shortHash(generation));
    }

    /** Keptn's 8-digit hash of a number, as it ends the names of app versions. */
    public static String shortHash(long number) {
        return Hash.sha256(Long.toString(number), SHORT_HASH);
    }

    /** Name of the KeptnTask or KeptnEvaluation for one check: short enough to name a Job too. */
    public static String check(String ownerUid, Phase phase, int position, String definition, int attempt) {
        String hash = Hash.sha256(String.join("\n", ownerUid, phase.wire(), Integer.toString(position), definition, Integer.toString(attempt)), CHECK_HASH);
        String prefix = valid(join(List.of(phase.checkType().map(CheckType::wire).orElse(""), definition)));
        return cut(prefix, LABEL - JOB_SUFFIX - CHECK_HASH - 1) + "-" + hash;
    }

    /** Name of the KeptnTask that a delivery to a trigger starts: short enough to name a Job too. The hash, at most 16 digits, tells deliveries of one trigger apart. */
    public static String delivery(String trigger, String hash) {
        return cut(valid(trigger), LABEL - JOB_SUFFIX - hash.length() - 1) + "-" + hash;
    }

    /** Name of a task's Job for an attempt from 1; at most 63 characters for attempts below 100. */
    public static String job(String task, int attempt) {
        String suffix = "-" + attempt;
        return task.length() + suffix.length() <= LABEL ? task + suffix : cut(task, LABEL - suffix.length() - CHECK_HASH - 1) + "-" + Hash.sha256(task, CHECK_HASH) + suffix;
    }

    /** Joins parts by Keptn's rule and makes the result a valid object name. */
    static String object(String... parts) {
        return valid(join(Arrays.asList(parts)));
    }

    private static String join(List<String> parts) {
        int min = MIN_PART;
        while (parts.size() * min > OBJECT) {
            min /= 2;
        }
        List<String> shortened = new ArrayList<>(parts);
        for (int i = 0; i < parts.size() - 1; i++) {
            int overflow = String.join("-", shortened).length() - OBJECT;
            if (overflow <= 0) {
                break;
            }
            String part = shortened.get(i);
            if (part.length() > min) {
                shortened.set(i, part.substring(0, Math.max(min, part.length() - overflow)));
            }
        }
        return String.join("-", shortened).toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static String valid(String name) {
        if (name.length() <= OBJECT && SUBDOMAIN.matcher(name).matches()) {
            return name;
        }
        String escaped = name.replaceAll("[^-a-z0-9.]", "-").replaceAll("[-.]*\\.[-.]*", ".").replaceAll("^[-.]+", "");
        String hash = Hash.sha256(name, SHORT_HASH);
        String head = cut(escaped, OBJECT - SHORT_HASH - 1);
        return head.isEmpty() ? "x-" + hash : head + "-" + hash;
    }

    private static String cut(String text, int length) {
        return (text.length() <= length ? text : text.substring(0, length)).replaceAll("[-.]+$", "");
    }
}
