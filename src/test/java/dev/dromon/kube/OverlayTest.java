package dev.dromon.kube;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class OverlayTest {

    private final Map<String, ConfigMap> cache = new TreeMap<>();
    private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - 1000);
    private String seen = "100";
    private final Overlay<ConfigMap> overlay = new Overlay<>(new Overlay.Base<>() {
        @Override
        public ConfigMap get(String key) {
            return cache.get(key);
        }

        @Override
        public String seenVersion() {
            return seen;
        }
    }, now::get);

    private static ConfigMap map(String name, String uid, int version) {
        return new ConfigMapBuilder().withNewMetadata().withNamespace("ns").withName(name).withUid(uid).withResourceVersion(String.valueOf(version)).endMetadata().build();
    }

    private ConfigMap cached(ConfigMap object) {
        cache.put(Keys.key(object), object);
        seen = object.getMetadata().getResourceVersion();
        overlay.heard(object);
        return object;
    }

    private List<String> names() {
        return overlay.over(() -> new ArrayList<>(cache.values()), object -> true).stream().map(object -> object.getMetadata().getName()).sorted().toList();
    }

    @Test
    void ownWriteShadowsAStaleCacheUntilItsVersionWasSeen() {
        ConfigMap old = cached(map("a", "u", 101));
        ConfigMap fresh = map("a", "u", 105);
        overlay.written(fresh);
        assertThat(overlay.get("ns/a")).containsSame(fresh);
        seen = "104";
        assertThat(overlay.get("ns/a")).containsSame(fresh);
        seen = "105";
        assertThat(overlay.get("ns/a")).containsSame(old);
        assertThat(overlay.size()).isZero();
    }

    @Test
    void newerVersionOfSomebodyElseWinsOverAnOwnWrite() {
        overlay.written(map("a", "u", 105));
        ConfigMap newer = map("a", "u", 107);
        cache.put("ns/a", newer);
        assertThat(overlay.get("ns/a")).containsSame(newer);
    }

    @Test
    void newerOwnWriteReplacesAnOlderOneAndNotTheOtherWayRound() {
        ConfigMap newer = map("a", "u", 107);
        overlay.written(newer);
        overlay.written(map("a", "u", 105));
        assertThat(overlay.get("ns/a")).containsSame(newer);
    }

    @Test
    void writeThatTheWatchOvertookLeavesNothingBehind() {
        seen = "110";
        overlay.written(map("a", "u", 105));
        assertThat(overlay.size()).isZero();
        assertThat(overlay.get("ns/a")).isEmpty();
    }

    @Test
    void writeBeforeTheFirstListIsSeen() {
        seen = null;
        ConfigMap fresh = map("a", "u", 105);
        overlay.written(fresh);
        assertThat(overlay.get("ns/a")).containsSame(fresh);
        assertThat(names()).containsExactly("a");
    }

    @Test
    void deletedObjectIsHiddenUntilItsEndWasSeen() {
        ConfigMap doomed = cached(map("a", "u", 101));
        overlay.deleted(doomed);
        assertThat(overlay.get("ns/a")).isEmpty();
        assertThat(names()).isEmpty();
        cache.clear();
        overlay.gone(doomed);
        assertThat(overlay.size()).isZero();
    }

    @Test
    void objectDeletedBeforeTheWatchToldItsCreationStaysHidden() {
        ConfigMap shortLived = map("a", "u", 105);
        overlay.written(shortLived);
        overlay.deleted(shortLived);
        assertThat(overlay.get("ns/a")).isEmpty();
        cached(shortLived);
        assertThat(overlay.get("ns/a")).isEmpty();
        cache.clear();
        seen = "106";
        assertThat(overlay.get("ns/a")).isEmpty();
        assertThat(overlay.size()).isZero();
    }

    @Test
    void deletionHidesALaterOwnWriteOfTheSameObject() {
        cached(map("a", "u", 101));
        overlay.written(map("a", "u", 105));
        overlay.deleted(map("a", "u", 101));
        assertThat(overlay.get("ns/a")).isEmpty();
    }

    @Test
    void successorOfTheSameNameIsNotHidden() {
        overlay.deleted(cached(map("a", "old", 101)));
        ConfigMap successor = cached(map("a", "new", 108));
        assertThat(overlay.get("ns/a")).containsSame(successor);
        overlay.deleted(map("a", "old", 101));
        assertThat(overlay.get("ns/a")).containsSame(successor);
    }

    @Test
    void successorWrittenHereIsSeenAtOnce() {
        overlay.deleted(cached(map("a", "old", 101)));
        ConfigMap successor = map("a", "new", 109);
        overlay.written(successor);
        assertThat(overlay.get("ns/a")).containsSame(successor);
    }

    @Test
    void objectThatOnlyBeganToEndIsShownWithItsDeletionTime() {
        overlay.deleted(cached(map("a", "u", 101)));
        ConfigMap ending = map("a", "u", 106);
        ending.getMetadata().setDeletionTimestamp("2026-01-01T00:00:00Z");
        cached(ending);
        assertThat(overlay.get("ns/a")).containsSame(ending);
    }

    @Test
    void listThatShowsVersionsWentBackClearsEverything() {
        cached(map("a", "u", 500));
        overlay.written(map("a", "u", 505));
        overlay.deleted(map("b", "v", 506));
        ConfigMap restored = map("a", "u", 90);
        cache.put("ns/a", restored);
        seen = "95";
        overlay.listed("95");
        assertThat(overlay.get("ns/a")).containsSame(restored);
        assertThat(overlay.size()).isZero();
    }

    @Test
    void listThatIsOlderThanAFreshWriteKeepsIt() {
        ConfigMap fresh = map("a", "u", 505);
        overlay.written(fresh);
        overlay.listed("500");
        assertThat(overlay.get("ns/a")).containsSame(fresh);
    }

    @Test
    void listLongAfterAWriteClearsIt() {
        overlay.written(map("a", "u", 505));
        now.addAndGet(Overlay.LONGEST_LIST.toNanos() + 1);
        overlay.listed("500");
        assertThat(overlay.get("ns/a")).isEmpty();
    }

    @Test
    void indexFollowsWhatMovedInOutOrWasDeleted() {
        ConfigMap stays = cached(map("stays", "1", 101));
        ConfigMap leaves = cached(map("leaves", "2", 102));
        ConfigMap dies = cached(map("dies", "3", 103));
        ConfigMap left = map("leaves", "2", 110);
        left.setData(Map.of("out", "true"));
        overlay.written(left);
        overlay.written(map("comes", "4", 111));
        overlay.deleted(dies);
        List<ConfigMap> found = overlay.over(() -> List.of(stays, leaves, dies), object -> object.getData() == null || object.getData().isEmpty());
        assertThat(found).extracting(object -> object.getMetadata().getName()).containsExactlyInAnyOrder("stays", "comes");
    }

    @Test
    void versionThatIsNoNumberNeverShadowsTheCache() {
        ConfigMap old = cached(map("a", "u", 101));
        ConfigMap odd = map("a", "u", 0);
        odd.getMetadata().setResourceVersion("abc");
        overlay.written(odd);
        assertThat(overlay.get("ns/a")).containsSame(old);
    }
}
