package dev.dromon.query;

import dev.dromon.act.Outbox;
import dev.dromon.api.KeptnAppVersion;
import dev.dromon.api.KeptnAppVersionSpec;
import dev.dromon.api.KeptnAppVersionStatus;
import dev.dromon.api.KeptnWorkloadVersion;
import dev.dromon.api.KeptnWorkloadVersionSpec;
import dev.dromon.api.KeptnWorkloadVersionStatus;
import dev.dromon.api.Transition;
import dev.dromon.api.VersionStatus;
import dev.dromon.event.CloudEvent;
import dev.dromon.event.CloudEvents;
import dev.dromon.event.Flow;
import dev.dromon.event.Naming;
import dev.dromon.gather.Basis;
import dev.dromon.gather.Subjects;
import dev.dromon.gather.Versions;
import dev.dromon.kube.ChangeBell;
import dev.dromon.kube.Times;
import dev.dromon.model.RunStatus;
import dev.dromon.model.TransitionType;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Versions as the API server has them, without one; replicas see them when they are told to. */
final class World {

    /** Before which no transition is. */
    static final Instant BEGIN = Instant.parse("2026-01-01T00:00:00Z");

    private static final KubernetesSerialization COPIER = new KubernetesSerialization();

    private final Map<String, HasMetadata> versions = new LinkedHashMap<>();
    private long resourceVersion;
    private int uids;

    /** Adds a transition at so many seconds, at a version that is made when there is none of that name; {@code app} makes an app version of app {@code shop}. */
    void happens(String namespace, String name, boolean ofApp, int second) {
        HasMetadata version = versions.containsKey(name) ? COPIER.clone(versions.get(name)) : ofApp ? app(namespace, name) : workload(namespace, name);
        VersionStatus status = Versions.status(version);
        Transition transition = new Transition();
        transition.type = TransitionType.values()[status.transitions.size() % 3].wire();
        transition.item = "item";
        transition.time = Times.micros(BEGIN.plusSeconds(second));
        status.transitions.add(transition);
        version.getMetadata().setResourceVersion(Long.toString(++resourceVersion));
        versions.put(name, version);
    }

    /**
     * Adds a transition that a replica records because of what it sees of all versions at that moment, and sees then; the same as the id of its event to the ids of its causes.
     * Empty when it does not see the version as it is: the API server refuses such a write.
     */
    Map<String, Set<String>> records(Replica recorder, String name, boolean ofApp, int second) {
        if (recorder.seen.get(name) != versions.get(name)) {
            return Map.of();
        }
        List<HasMetadata> others = recorder.all().stream().filter(v -> !v.getMetadata().getName().equals(name)).toList();
        happens("prod", name, ofApp, second);
        VersionStatus status = Versions.status(versions.get(name));
        Basis basis = new Basis(others);
        status.transitions.get(status.transitions.size() - 1).order = 1 + Math.max(basis.order(), new Basis(List.of(versions.get(name))).order());
        basis.note(status);
        recorder.peek(name);
        List<String> own = ids(versions.get(name));
        return Map.of(own.get(own.size() - 1), others.stream().flatMap(v -> ids(v).stream()).collect(Collectors.toSet()));
    }

    private KeptnAppVersion app(String namespace, String name) {
        KeptnAppVersion version = new KeptnAppVersion();
        version.setMetadata(new ObjectMetaBuilder().withNamespace(namespace).withName(name).withUid("uid-" + ++uids).build());
        version.setSpec(new KeptnAppVersionSpec());
        version.getSpec().appName = "shop";
        version.getSpec().version = "1.0";
        version.setStatus(new KeptnAppVersionStatus());
        return version;
    }

    private KeptnWorkloadVersion workload(String namespace, String name) {
        KeptnWorkloadVersion version = new KeptnWorkloadVersion();
        version.setMetadata(new ObjectMetaBuilder().withNamespace(namespace).withName(name).withUid("uid-" + ++uids).build());
        version.setSpec(new KeptnWorkloadVersionSpec());
        version.getSpec().app = "shop";
        version.getSpec().workloadName = name;
        version.getSpec().version = "1.0";
        version.setStatus(new KeptnWorkloadVersionStatus());
        return version;
    }

    /** It is as it was when it had so many transitions, as after a restore from a backup. */
    void restored(String name, int transitions) {
        HasMetadata version = COPIER.clone(versions.get(name));
        ((KeptnAppVersion) version).getStatus().transitions.subList(transitions, ((KeptnAppVersion) version).getStatus().transitions.size()).clear();
        versions.put(name, version);
    }

    void deleted(String name) {
        if (versions.remove(name) != null) {
            resourceVersion++;
        }
    }

    /** Ids of all events of all versions that there are. */
    List<String> ids() {
        return versions.values().stream().flatMap(v -> ids(v).stream()).toList();
    }

    private static List<String> ids(HasMetadata version) {
        return CloudEvents.from(flow(version, Outbox.run(version)), 0, Naming.FLOW).stream().map(CloudEvent::id).toList();
    }

    static Flow flow(HasMetadata version, RunStatus run) {
        return new Flow(new Subjects().of(version), run, "test", Optional.empty(), Map.of(), Flow.Trace.NEW, Map.of());
    }

    /** What one replica sees of the world, and its log. */
    final class Replica implements VersionSource {

        final ChangeBell bell = new ChangeBell();
        boolean complete = true;
        private final Map<String, HasMetadata> seen = new LinkedHashMap<>();
        EventLog log;
        EventReader reader;
        private Cursor.Safe upto = Cursor.Safe.NOTHING;

        Replica(String id) {
            restart(id);
        }

        /** It begins anew, with what it sees at that moment. */
        void restart(String id) {
            sync(true);
            sync(false);
            log = new EventLog(this, id, bell);
            reader = new EventReader(log, this, World::flow, Naming.FLOW);
        }

        /** Its watch of one kind catches up. */
        synchronized void sync(boolean apps) {
            seen.values().removeIf(v -> apps == v instanceof KeptnAppVersion);
            versions.forEach((name, version) -> {
                if (apps == version instanceof KeptnAppVersion) {
                    seen.put(name, version);
                }
            });
            upto = apps ? new Cursor.Safe(resourceVersion, upto.workloads()) : new Cursor.Safe(upto.apps(), resourceVersion);
            bell.ring();
        }

        /** Its watches of both kinds catch up. */
        void sync() {
            sync(true);
            sync(false);
        }

        /** It sees a version no more, as after a deletion that has still to be finished. */
        synchronized void hide(String name) {
            seen.remove(name);
            bell.ring();
        }

        /** It sees one version ahead of its watch, as after a write of its own. */
        synchronized void peek(String name) {
            if (versions.containsKey(name)) {
                seen.put(name, versions.get(name));
                bell.ring();
            }
        }

        @Override
        public boolean complete() {
            return complete;
        }

        @Override
        public synchronized Cursor.Safe seen() {
            return upto;
        }

        @Override
        public synchronized List<HasMetadata> all() {
            return new ArrayList<>(seen.values());
        }

        @Override
        public synchronized Optional<HasMetadata> find(VersionRef ref) {
            return Optional.ofNullable(seen.get(ref.name())).filter(v -> v.getMetadata().getUid().equals(ref.uid()));
        }
    }
}
