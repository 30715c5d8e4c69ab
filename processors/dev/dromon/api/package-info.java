/**
 * The custom resources as Java types, one class per kind, with the JSON names of the schemas in kustomize/base/crds.
 *
 * <p>Spec and status classes are plain mutable data with public fields. Lists and maps are never null after decoding,
 * every other field is null when the object does not carry it. Date-times are RFC 3339 strings and durations are Go
 * duration strings (for instance 5m or 1h30m), as they stand in the object; nothing is parsed here. Fields that a newer
 * schema knows and these types do not are kept, so that writing an object back does not drop them.
 */
package dev.dromon.api;
