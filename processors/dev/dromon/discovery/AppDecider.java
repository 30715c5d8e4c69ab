package dev.dromon.discovery;

import dev.dromon.model.Hash;
import dev.dromon.model.Settings;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Decides when an app is complete enough to be created, and what it consists of. Pure; never throws. Rules: docs/concepts.md, discovery. */
public final class AppDecider {

    private static final int VERSION_HASH = 10;
    private static final Duration CREATION_PRECISION = Duration.ofSeconds(1);

    private AppDecider() {
    }

    /**
     * A creation request and what belongs to it.
     *
     * @param appName       app in object spelling
     * @param created       when the request was created; seconds
     * @param singleService whether the app consists of the one workload that has its name
     * @param members       the app's workloads, in any order
     * @param existing      the KeptnApp as it is; empty when there is none
     * @param userOwned     whether a user wrote the existing KeptnApp, so that it is left alone
     */
    public record Request(String appName, Instant created, boolean singleService, List<AppMember> members, Optional<AppDecision.App> existing, boolean userOwned) {
        public Request {
            members = List.copyOf(members);
        }
    }

    /**
     * Waits until no workload of the app has come for the quiet period, at most for the discovery timeout after the request; a single-service app and one that a
     * user wrote do not wait. A request without any workload waits likewise, and is then dropped.
     */
    public static AppDecision decide(Request request, Settings settings, Instant now) {
        if (request.existing().isPresent() && request.userOwned()) {
            return AppDecision.nothing();
        }
        Duration rest = request.singleService() ? Duration.ZERO : Duration.between(now, windowEnd(request, settings));
        if (rest.compareTo(Duration.ZERO) > 0) {
            return AppDecision.waiting(rest);
        }
        if (request.members().isEmpty()) {
            return AppDecision.nothing();
        }
        AppDecision.App wanted = app(request);
        if (request.existing().isEmpty()) {
            return AppDecision.write(AppDecision.Kind.CREATE, wanted);
        }
        return request.existing().get().workloads().equals(wanted.workloads()) ? AppDecision.nothing() : AppDecision.write(AppDecision.Kind.UPDATE, wanted);
    }

    /** Creation times are whole seconds, cut off: the quiet period counts from the end of that second, so that it is never shorter than it says. */
    private static Instant windowEnd(Request request, Settings settings) {
        Instant lastChange = request.members().stream().map(AppMember::lastChange).max(Comparator.naturalOrder()).filter(t -> t.isAfter(request.created())).orElse(request.created());
        Instant quiet = lastChange.plus(CREATION_PRECISION).plus(settings.discoveryQuiet());
        Instant latest = request.created().plus(settings.discoveryTimeout());
        return quiet.isBefore(latest) ? quiet : latest;
    }

    private static AppDecision.App app(Request request) {
        List<AppMember> sorted = request.members().stream().sorted(Comparator.comparing(AppMember::object)).toList();
        List<AppDecision.Workload> workloads = sorted.stream().map(m -> new AppDecision.Workload(shortName(request.appName(), m.object()), m.version())).toList();
        return new AppDecision.App(version(sorted), workloads);
    }

    /** Version of a discovered app: that of its only workload, else ten digits of the hash over all names and versions (Keptn's rule). */
    static String version(List<AppMember> sorted) {
        if (sorted.size() == 1) {
            return sorted.get(0).version();
        }
        StringBuilder text = new StringBuilder();
        sorted.forEach(m -> text.append(m.object()).append('-').append(m.version()));
        return Hash.sha256(text.toString(), VERSION_HASH);
    }

    private static String shortName(String app, String object) {
        return object.startsWith(app + "-") ? object.substring(app.length() + 1) : object;
    }
}
