package dev.dromon.api;

/** Code in a ConfigMap of the same namespace. */
public class ConfigMapReference extends ApiObject {

    /** Name of the ConfigMap; the code is its key "code". */
    public String name;
}
