package dev.dromon.api;

/** Code written into the definition. */
public class InlineFunction extends ApiObject {

    /** Source text. */
    public String code;
}
