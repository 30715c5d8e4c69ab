package dev.dromon.kube;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.BeanDescription;
import com.fasterxml.jackson.databind.DeserializationConfig;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.deser.BeanDeserializerModifier;
import com.fasterxml.jackson.databind.deser.std.DelegatingDeserializer;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.util.TokenBuffer;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.client.CustomResource;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Reads a custom resource that does not fit its Java type as an object with nothing but its metadata and a mark, so that one bad object does not make a whole list or
 * watch unreadable. Caches leave marked objects out and say so once.
 */
final class UndecodableModule extends SimpleModule {

    private static final long serialVersionUID = 1L;
    private static final String MARK = "dromon.dev/undecodable";

    UndecodableModule() {
        setDeserializerModifier(new Modifier());
    }

    /** Why an object could not be read; empty when it could. */
    static Optional<String> problem(HasMetadata object) {
        return Optional.ofNullable(object.getMetadata().getAnnotations()).map(a -> a.get(MARK));
    }

    private static final class Modifier extends BeanDeserializerModifier {

        private static final long serialVersionUID = 1L;

        @Override
        public JsonDeserializer<?> modifyDeserializer(DeserializationConfig config, BeanDescription bean, JsonDeserializer<?> deserializer) {
            return CustomResource.class.isAssignableFrom(bean.getBeanClass()) ? new Marking(deserializer) : deserializer;
        }
    }

    private static final class Marking extends DelegatingDeserializer {

        private static final long serialVersionUID = 1L;

        private Marking(JsonDeserializer<?> delegate) {
            super(delegate);
        }

        @Override
        protected JsonDeserializer<?> newDelegatingInstance(JsonDeserializer<?> delegate) {
            return new Marking(delegate);
        }

        @Override
        public Object deserialize(JsonParser parser, DeserializationContext context) throws IOException {
            TokenBuffer buffer = context.bufferForInputBuffering(parser);
            copy(parser, buffer);
            try {
                return super.deserialize(buffer.asParserOnFirstToken(), context);
            } catch (JsonProcessingException e) {
                return marked(context.readTree(buffer.asParserOnFirstToken()), e, context);
            }
        }

        /** Ends at the object's end, as a deserializer has to. */
        private static void copy(JsonParser parser, TokenBuffer buffer) throws IOException {
            int depth = 0;
            do {
                if (!ManagedFieldsModule.skip(parser)) {
                    buffer.copyCurrentEvent(parser);
                    depth += parser.currentToken().isStructStart() ? 1 : parser.currentToken().isStructEnd() ? -1 : 0;
                }
            } while (depth > 0 && parser.nextToken() != null);
        }

        private static String where(JsonProcessingException failure) {
            return failure instanceof JsonMappingException mapping
                    ? mapping.getPath().stream().map(r -> r.getFieldName() == null ? Integer.toString(r.getIndex()) : r.getFieldName()).collect(Collectors.joining(".")) + ": " : "";
        }

        /** Without readable metadata there is nothing to name the object by; then the failure stays one. */
        private Object marked(JsonNode tree, JsonProcessingException failure, DeserializationContext context) throws IOException {
            ObjectMeta metadata = context.readTreeAsValue(tree.path("metadata"), ObjectMeta.class);
            try {
                HasMetadata empty = (HasMetadata) handledType().getDeclaredConstructor().newInstance();
                Map<String, String> annotations = new HashMap<>(Optional.ofNullable(metadata.getAnnotations()).orElse(Map.of()));
                annotations.put(MARK, where(failure) + failure.getOriginalMessage());
                metadata.setAnnotations(annotations);
                empty.setMetadata(metadata);
                return empty;
            } catch (ReflectiveOperationException | RuntimeException e) {
                failure.addSuppressed(e);
                throw failure;
            }
        }
    }
}
