package dev.dromon.api;

/** Names an object of the analysis kinds, or a provider. */
public class AnalysisReference extends ApiObject {

    /** Name of the object. */
    public String name;

    /** Its namespace; what absent means depends on who refers. */
    public String namespace;
}
