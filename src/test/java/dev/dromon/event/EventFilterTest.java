package dev.dromon.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EventFilterTest {

    @ParameterizedTest(name = "namespaces {0}, apps {1}, reasons {2}: {3}")
    @CsvSource({"'','','',true", "shop,'','',true", "other,'','',false", "shop,cart,Completed,true", "shop,other,Completed,false", "shop,cart,Started,false", "'',cart,'',true"})
    void anEventMustBeInAllListsThatAreNotEmpty(String namespace, String app, String reason, boolean accepted) {
        FlowEvent event = new FlowEvent("id", "Completed", false, "done", Subjects.app().self(), Subjects.app(), "", Instant.EPOCH);

        assertThat(new EventFilter(list(namespace), list(app), list(reason)).accepts(event)).isEqualTo(accepted);
    }

    private static List<String> list(String value) {
        return value.isEmpty() ? List.of() : List.of("something", value);
    }
}
