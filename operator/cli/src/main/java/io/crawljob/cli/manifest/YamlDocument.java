package io.crawljob.cli.manifest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.constructor.StandardConstructor;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.schema.CoreSchema;

/**
 * One document of a YAML file, with the lines on which its fields stand.
 *
 * @param lines by path, such as {@code spec.source.site.seeds[0]}; from 1
 */
record YamlDocument(String file, JsonNode content, Map<String, Integer> lines) {

    /** A batch of URLs may stand in the manifest itself. */
    private static final int MOST_CHARACTERS = 16 * 1024 * 1024;

    private static final JsonMapper JSON = new JsonMapper();

    /** @throws NotYamlException with the place */
    static List<YamlDocument> readAll(String file, String text) {
        var settings = LoadSettings.builder()
                .setLabel(file)
                .setSchema(new CoreSchema())
                .setAllowDuplicateKeys(false)
                .setCodePointLimit(MOST_CHARACTERS)
                .build();
        var documents = new ArrayList<YamlDocument>();
        try {
            for (var node : new Compose(settings).composeAllFromString(text)) {
                var content = new StandardConstructor(settings).constructSingleDocument(Optional.of(node));
                if (content == null) continue;
                var lines = new HashMap<String, Integer>();
                locate(node, "", lines);
                documents.add(new YamlDocument(file, JSON.valueToTree(content), lines));
            }
        } catch (MarkedYamlEngineException e) {
            var line =
                    e.getProblemMark().map(mark -> ":" + (mark.getLine() + 1)).orElse("");
            throw new NotYamlException(new Problem(file + line, "", "", "not YAML: " + e.getProblem()));
        } catch (YamlEngineException e) {
            throw new NotYamlException(new Problem(file, "", "", "not YAML: " + e.getMessage()));
        }
        return documents;
    }

    /** Where a field stands; of one that is missing, where what should hold it does. */
    String where(String path) {
        for (var at = path; ; at = parent(at)) {
            var line = lines.get(at);
            if (line != null) return file + ":" + line;
            if (at.isEmpty()) return file;
        }
    }

    Problem problem(String field, String text) {
        var name = content.path("metadata").path("name").asText();
        return new Problem(where(field), (content.path("kind").asText() + " " + name).strip(), field, text);
    }

    private static String parent(String path) {
        return path.substring(0, Math.max(0, Math.max(path.lastIndexOf('.'), path.lastIndexOf('['))));
    }

    private static void locate(Node node, String path, Map<String, Integer> lines) {
        // What an alias brings stands where its anchor does; the first place wins, and nothing can go round in a
        // circle.
        node.getStartMark().ifPresent(mark -> lines.putIfAbsent(path, mark.getLine() + 1));
        switch (node) {
            case MappingNode mapping ->
                mapping.getValue().forEach(entry -> {
                    if (entry.getKeyNode() instanceof ScalarNode key
                            && !entry.getValueNode().isRecursive()) {
                        var field = path.isEmpty() ? key.getValue() : path + "." + key.getValue();
                        key.getStartMark().ifPresent(mark -> lines.putIfAbsent(field, mark.getLine() + 1));
                        locate(entry.getValueNode(), field, lines);
                    }
                });
            case SequenceNode sequence -> {
                for (var i = 0; i < sequence.getValue().size(); i++) {
                    locate(sequence.getValue().get(i), path + "[" + i + "]", lines);
                }
            }
            default -> {}
        }
    }

    /** The file is no YAML, or goes beyond what is read. */
    static final class NotYamlException extends RuntimeException {

        private static final long serialVersionUID = 1L;

        private final transient Problem problem;

        NotYamlException(Problem problem) {
            super(problem.toString());
            this.problem = problem;
        }

        Problem problem() {
            return problem;
        }
    }
}
