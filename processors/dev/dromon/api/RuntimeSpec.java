package dev.dromon.api;

/** Code for one of the script runtimes, from exactly one source, and its parameters. */
public class RuntimeSpec extends ApiObject {

    /** Code of another task definition. */
    public FunctionReference functionRef;

    /** Code written here. */
    public InlineFunction inline;

    /** Code from a web address. */
    public HttpReference httpRef;

    /** Code from a ConfigMap. */
    public ConfigMapReference configMapRef;

    /** Parameters for the code. */
    public TaskParameters parameters;

    /** Secret parameters for the code. */
    public SecureParameters secureParameters;

    /** Words added to the command line of the runtime. */
    public String cmdParameters;
}
