package dev.dromon.kube;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.BeanDescription;
import com.fasterxml.jackson.databind.DeserializationConfig;
import com.fasterxml.jackson.databind.PropertyName;
import com.fasterxml.jackson.databind.deser.BeanDeserializerBuilder;
import com.fasterxml.jackson.databind.deser.BeanDeserializerModifier;
import com.fasterxml.jackson.databind.module.SimpleModule;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import java.io.IOException;

/**
 * Skips {@code metadata.managedFields} when an object is read: nobody here asks who set a field, and they are a large part of most objects. What a write leaves out of
 * them, the API server keeps (Kubernetes, Server-Side Apply, "Field management").
 */
final class ManagedFieldsModule extends SimpleModule {

    private static final long serialVersionUID = 1L;
    private static final String MANAGED_FIELDS = "managedFields";

    ManagedFieldsModule() {
        setDeserializerModifier(new Modifier());
    }

    /** Whether the parser stands at the name of the managed fields of an object's metadata; then it is taken past them, to the end of their value. */
    static boolean skip(JsonParser parser) throws IOException {
        boolean managed = parser.hasToken(JsonToken.FIELD_NAME) && MANAGED_FIELDS.equals(parser.currentName()) && "metadata".equals(parser.getParsingContext().getParent().getCurrentName());
        if (managed) {
            parser.nextToken();
            parser.skipChildren();
        }
        return managed;
    }

    private static final class Modifier extends BeanDeserializerModifier {

        private static final long serialVersionUID = 1L;

        @Override
        public BeanDeserializerBuilder updateBuilder(DeserializationConfig config, BeanDescription bean, BeanDeserializerBuilder builder) {
            if (bean.getBeanClass() == ObjectMeta.class) {
                builder.removeProperty(PropertyName.construct(MANAGED_FIELDS));
                builder.addIgnorable(MANAGED_FIELDS);
            }
            return builder;
        }
    }
}
