package dev.dromon.api;

import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.introspect.BeanPropertyDefinition;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;

/** Compares a custom resource type, as Jackson sees it, with the schema of its CRD, and lists what differs. */
final class SchemaComparison {

    private static final Map<Class<?>, String> SCALARS = Map.of(
        String.class, "string", Integer.class, "integer/int32", Long.class, "integer/int64", Boolean.class, "boolean");

    private final ObjectMapper mapper = new ObjectMapper();
    private final List<String> differences = new ArrayList<>();

    /** One sentence per difference, each starting with the path it is about; empty when type and CRD agree. */
    static List<String> differences(Class<?> type, CustomResourceDefinition crd) {
        var comparison = new SchemaComparison();
        comparison.names(type, crd);
        var root = CrdFiles.schema(crd);
        var generics = comparison.mapper.constructType(type).findSuperType(io.fabric8.kubernetes.client.CustomResource.class);
        comparison.part("spec", generics.containedType(0), root);
        comparison.part("status", generics.containedType(1), root);
        comparison.same("subresources.status", !generics.containedType(1).hasRawClass(Void.class),
            CrdFiles.version(crd).getSubresources() != null && CrdFiles.version(crd).getSubresources().getStatus() != null);
        comparison.required("", root);
        return comparison.differences;
    }

    @SuppressWarnings("unchecked")
    private void names(Class<?> type, CustomResourceDefinition crd) {
        var kind = (Class<? extends HasMetadata>) type;
        var names = crd.getSpec().getNames();
        same("metadata.name", HasMetadata.getFullResourceName(kind), crd.getMetadata().getName());
        same("spec.group", HasMetadata.getGroup(kind), crd.getSpec().getGroup());
        same("spec.versions", HasMetadata.getVersion(kind), CrdFiles.version(crd).getName());
        same("spec.names.kind", HasMetadata.getKind(kind), names.getKind());
        same("spec.names.plural", HasMetadata.getPlural(kind), names.getPlural());
        same("spec.names.singular", HasMetadata.getSingular(kind), names.getSingular());
        var annotation = type.getAnnotation(io.fabric8.kubernetes.model.annotation.ShortNames.class);
        same("spec.names.shortNames", annotation == null ? List.of() : Arrays.asList(annotation.value()), names.getShortNames());
        same("spec.scope", io.fabric8.kubernetes.api.model.Namespaced.class.isAssignableFrom(type) ? "Namespaced" : "Cluster", crd.getSpec().getScope());
    }

    private void part(String name, JavaType type, JSONSchemaProps root) {
        if (!type.hasRawClass(Void.class)) {
            compare(name, type, root.getProperties().get(name));
        } else if (root.getProperties().containsKey(name)) {
            differences.add(name + ": the schema has it, the Java type does not");
        }
    }

    private void compare(String path, JavaType type, JSONSchemaProps schema) {
        if (schema == null) {
            differences.add(path + ": the Java type has it, the schema does not");
        } else if (SCALARS.containsKey(type.getRawClass())) {
            boolean number = "integer".equals(schema.getType());
            same(path, SCALARS.get(type.getRawClass()), number ? schema.getType() + "/" + schema.getFormat() : schema.getType());
        } else if (type.hasRawClass(IntOrString.class)) {
            same(path, true, schema.getXKubernetesIntOrString());
        } else if (type.isCollectionLikeType()) {
            same(path, "array", schema.getType());
            compare(path + "[]", type.getContentType(), schema.getItems() == null ? null : schema.getItems().getSchema());
        } else if (type.isMapLikeType()) {
            same(path, "object", schema.getType());
            same(path + " key", String.class, type.getKeyType().getRawClass());
            compare(path + "{}", type.getContentType(), schema.getAdditionalProperties() == null ? null : schema.getAdditionalProperties().getSchema());
        } else {
            object(path, type, schema);
        }
    }

    private void object(String path, JavaType type, JSONSchemaProps schema) {
        same(path, "object", schema.getType());
        required(path, schema);
        Map<String, JavaType> fields = fields(type);
        var all = new TreeSet<>(schema.getProperties().keySet());
        // A part that keeps unknown fields spells out only some of them.
        if (!Boolean.TRUE.equals(schema.getXKubernetesPreserveUnknownFields())) {
            all.addAll(fields.keySet());
        }
        for (String name : all) {
            String at = path + "." + name;
            if (fields.containsKey(name)) {
                compare(at, fields.get(name), schema.getProperties().get(name));
            } else {
                differences.add(at + ": the schema has it, the Java type does not");
            }
        }
    }

    private Map<String, JavaType> fields(JavaType type) {
        var fields = new TreeMap<String, JavaType>();
        var bean = mapper.getSerializationConfig().introspect(type);
        for (BeanPropertyDefinition property : bean.findProperties()) {
            boolean any = bean.findAnyGetter() != null && property.getAccessor().equals(bean.findAnyGetter());
            if (!any) {
                fields.put(property.getName(), property.getPrimaryType());
            }
        }
        return fields;
    }

    private void required(String path, JSONSchemaProps schema) {
        for (String name : schema.getRequired()) {
            if (!schema.getProperties().containsKey(name)) {
                differences.add(path + "." + name + ": the schema requires it and does not describe it");
            }
        }
    }

    private void same(String path, Object java, Object yaml) {
        if (!Objects.equals(java, yaml)) {
            differences.add(path + ": " + java + " in Java, " + yaml + " in the schema");
        }
    }
}
