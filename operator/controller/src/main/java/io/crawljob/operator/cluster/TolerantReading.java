package io.crawljob.operator.cluster;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.BeanDescription;
import com.fasterxml.jackson.databind.DeserializationConfig;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.Module;
import com.fasterxml.jackson.databind.deser.BeanDeserializerModifier;
import com.fasterxml.jackson.databind.deser.std.DelegatingDeserializer;
import com.fasterxml.jackson.databind.module.SimpleModule;
import io.crawljob.crds.v1alpha1.CrawlJobSpec;
import io.crawljob.crds.v1alpha1.CrawlJobStatus;
import io.crawljob.crds.v1alpha1.CrawlQueueSpec;
import io.crawljob.crds.v1alpha1.CrawlQueueStatus;
import io.crawljob.crds.v1alpha1.CrawlScheduleSpec;
import io.crawljob.crds.v1alpha1.CrawlScheduleStatus;
import io.crawljob.crds.v1alpha1.HostPolicySpec;
import io.crawljob.crds.v1alpha1.HostPolicyStatus;
import java.io.IOException;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads a spec or a status that does not fit its record as null instead of failing. A list with one such object would fail as a whole otherwise, and with it
 * the informer: one object, written under another version's schema, would stop the operator for all.
 */
final class TolerantReading {

    private static final Logger LOG = LoggerFactory.getLogger(TolerantReading.class);
    private static final Set<Class<?>> PARTS = Set.of(
            CrawlJobSpec.class,
            CrawlJobStatus.class,
            CrawlQueueSpec.class,
            CrawlQueueStatus.class,
            HostPolicySpec.class,
            HostPolicyStatus.class,
            CrawlScheduleSpec.class,
            CrawlScheduleStatus.class);

    private TolerantReading() {}

    static Module module() {
        return new SimpleModule("tolerant-reading").setDeserializerModifier(new BeanDeserializerModifier() {
            private static final long serialVersionUID = 1L;

            @Override
            public JsonDeserializer<?> modifyDeserializer(
                    DeserializationConfig config, BeanDescription bean, JsonDeserializer<?> deserializer) {
                return PARTS.contains(bean.getBeanClass()) ? new Lenient(deserializer) : deserializer;
            }
        });
    }

    private static final class Lenient extends DelegatingDeserializer {

        private static final long serialVersionUID = 1L;

        Lenient(JsonDeserializer<?> delegate) {
            super(delegate);
        }

        @Override
        protected JsonDeserializer<?> newDelegatingInstance(JsonDeserializer<?> delegate) {
            return new Lenient(delegate);
        }

        @Override
        public @Nullable Object deserialize(JsonParser parser, DeserializationContext context) throws IOException {
            // Copied first, so that the parser stands behind the part whatever happens in it.
            var buffered = context.bufferForInputBuffering(parser);
            buffered.copyCurrentStructure(parser);
            try (var part = buffered.asParserOnFirstToken()) {
                return super.deserialize(part, context);
            } catch (JsonMappingException e) {
                LOG.warn("a stored {} cannot be read: {}", handledType().getSimpleName(), e.getOriginalMessage());
                return null;
            }
        }
    }
}
