package io.crawljob.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Plans as they stand in Redis, whole or not. */
class PlanCodecTest {

    private static final JsonMapper JSON = new JsonMapper();
    private static final Plan PLAN = Plans.plan("codec");

    private static ObjectNode written() throws JsonProcessingException {
        return (ObjectNode) JSON.readTree(PlanCodec.encode(PLAN));
    }

    @Test
    void readsWhatItHasWrittenAndWhatANewerOneHasAddedToIt() throws JsonProcessingException {
        var longer = written().put("new", "part");

        assertThat(PlanCodec.decode(PlanCodec.encode(PLAN))).isEqualTo(PLAN);
        assertThat(PlanCodec.decode(longer.toString())).isEqualTo(PLAN);
    }

    @Test
    void refusesOneOfANewerVersionAndSaysWhatToUpdate() throws JsonProcessingException {
        var newer = written().put("version", PlanCodec.VERSION + 1).toString();

        assertThatThrownBy(() -> PlanCodec.decode(newer))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("test/codec", "version 4", "up to 3", "update the worker image");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "null", "[]", "12", "{", "{\"scope\":[]}", "{\"generation\":\"many\"}"})
    void refusesWhatIsNoPlan(String text) {
        assertThatThrownBy(() -> PlanCodec.decode(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("not a plan");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "job",
                "name",
                "queue",
                "priority",
                "scope",
                "limits",
                "fetch",
                "politeness",
                "retry",
                "extract",
                "store"
            })
    void refusesOneWithoutAPartAndNamesIt(String part) throws JsonProcessingException {
        var json = written().without(part).toString();

        assertThatThrownBy(() -> PlanCodec.decode(json))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("\"" + part + "\"");
    }
}
