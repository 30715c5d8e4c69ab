/** Admission webhooks for clusters that have no MutatingAdmissionPolicy: reviews, answers, and the certificate they are served with. */
package dev.dromon.admission;
