package dev.dromon.api;

import java.util.ArrayList;
import java.util.List;

/** Which events a receiver gets: those that are in all of its lists. */
public class EventSinkFilter extends ApiObject {

    /** Namespaces; empty means all. */
    public List<String> namespaces = new ArrayList<>();

    /** Names of apps; empty means all. */
    public List<String> apps = new ArrayList<>();

    /** Reasons of events; empty means all. */
    public List<String> reasons = new ArrayList<>();
}
