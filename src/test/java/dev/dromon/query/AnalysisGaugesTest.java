package dev.dromon.query;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dromon.api.Analysis;
import dev.dromon.api.AnalysisStatus;
import dev.dromon.api.AnalysisTimeframe;
import dev.dromon.telemetry.Exposed;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import java.util.List;
import org.junit.jupiter.api.Test;

class AnalysisGaugesTest {

    private static final String RAW = """
            {"objectiveResults":[
              {"objective":{"analysisValueTemplateRef":{"name":"cpu","namespace":"odd\\"\\\\\\nname"},"weight":2,"keyObjective":true},"value":1.50,"score":2},
              {"objective":{"analysisValueTemplateRef":{"name":"errors"},"weight":1},"value":0,"score":0,"error":"no answer"},
              {"objective":{"analysisValueTemplateRef":{"name":"latency"},"weight":1},"value":0,"score":1}],
             "totalScore":3,"maximumScore":4,"pass":false,"warning":true}""";

    private static Analysis analysis(String name, String raw) {
        Analysis analysis = new Analysis();
        analysis.setMetadata(new ObjectMetaBuilder().withNamespace("shop").withName(name).build());
        AnalysisStatus status = new AnalysisStatus();
        status.raw = raw;
        status.timeframe = new AnalysisTimeframe();
        status.timeframe.from = "2026-01-02T03:00:00Z";
        status.timeframe.to = "2026-01-02T04:00:00Z";
        analysis.setStatus(status);
        return analysis;
    }

    @Test
    void tellsWhatWasReachedAndTheValuesThatThereAre() {
        Exposed page = Exposed.read(AnalysisGauges.page(List.of(analysis("run", RAW))));

        assertThat(page.types()).containsEntry("keptn_analysis_result", "gauge").containsEntry("keptn_objective_result", "gauge");
        assertThat(page.sum("keptn_analysis_result", "name", "run", "namespace", "shop", "from", "2026-01-02T03:00:00Z", "to", "2026-01-02T04:00:00Z")).isEqualTo(75);
        assertThat(page.sum("keptn_objective_result", "name", "cpu", "analysis_name", "run", "analysis_namespace", "shop", "key_objective", "true", "weight", "2")).isEqualTo(1.5);
        assertThat(page.samples()).filteredOn(s -> s.name().equals("keptn_objective_result")).extracting(s -> s.labels().get("name")).containsExactly("cpu", "latency");
        assertThat(page.samples().get(1).labels().get("namespace")).as("as it is escaped in the text").isEqualTo("odd\\\"\\\\\\nname");
    }

    @Test
    void whatHasNoResultIsLeftOut() {
        Analysis fresh = new Analysis();
        fresh.setMetadata(new ObjectMetaBuilder().withNamespace("shop").withName("fresh").build());

        assertThat(Exposed.read(AnalysisGauges.page(List.of(fresh, analysis("running", null), analysis("odd", "no JSON"), analysis("list", "[]")))).samples()).isEmpty();
        assertThat(Exposed.read(AnalysisGauges.page(List.of(analysis("nothing", "{\"objectiveResults\":[],\"totalScore\":0,\"maximumScore\":0}")))).sum("keptn_analysis_result")).isZero();
    }
}
