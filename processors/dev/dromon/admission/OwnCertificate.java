package dev.dromon.admission;

import dev.dromon.http.ServingCertificate;
import dev.dromon.kube.ApiFailure;
import dev.dromon.kube.KubeCaches;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.MutatingWebhookConfiguration;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A certificate that Dromon makes and replaces itself ({@link CertificatePlan}). All replicas serve what the Secret says; whoever comes first makes it, others find a
 * conflict and read it. Woken by the Secret, the webhook configuration and the time; each look reads both anew.
 */
final class OwnCertificate implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(OwnCertificate.class);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(250);
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);
    /** So that a clock that was set does not matter for long. */
    private static final Duration LONGEST_WAIT = Duration.ofHours(1);

    private final Parts parts;
    private final Terms terms;
    private final ServingCertificate serving;
    private final TrustedAuthorities trusted;
    private final CertificatePlan plan;
    private final ScheduledExecutorService worker = Executors.newSingleThreadScheduledExecutor(OwnCertificate::daemon);
    private final AtomicBoolean asked = new AtomicBoolean();
    private List<AutoCloseable> watches = List.of();
    private Future<?> later;
    private int failures;

    /** What it works with. */
    record Parts(KubernetesClient client, KubeCaches caches, InstantSource clock) {
    }

    /**
     * What is made.
     *
     * @param namespace of the Secret, and of the Service whose name the certificate has
     * @param service   name of that Service
     * @param lifetime  of a certificate
     */
    record Terms(String namespace, String service, Duration lifetime) {

        List<String> names() {
            return List.of(service + "." + namespace + ".svc", service + "." + namespace + ".svc.cluster.local", service + "." + namespace);
        }
    }

    OwnCertificate(Parts parts, Terms terms, ServingCertificate serving) {
        this.parts = parts;
        this.terms = terms;
        this.serving = serving;
        this.trusted = new TrustedAuthorities(parts.client());
        this.plan = new CertificatePlan(terms.lifetime());
    }

    void begin() {
        wake();
        watches = List.of(parts.caches().wake(Secret.class, terms.namespace(), CertificateSecret.NAME, this::wake),
                parts.caches().wake(MutatingWebhookConfiguration.class, "", TrustedAuthorities.CONFIGURATION, this::wake));
    }

    private void wake() {
        if (asked.compareAndSet(false, true) && !worker.isShutdown()) {
            worker.execute(this::run);
        }
    }

    /** A timer that throws is not run again. */
    private void run() {
        asked.set(false);
        try {
            Instant again = look();
            failures = 0;
            schedule(Duration.between(parts.clock().instant(), again));
        } catch (RuntimeException e) {
            failed(e);
        }
    }

    private void failed(RuntimeException e) {
        boolean meanwhile = ApiFailure.conflict(e);
        if (!meanwhile && failures++ % 10 == 0) {
            LOG.warn("expected to keep Secret {} in namespace {} and MutatingWebhookConfiguration {}, found: {}; trying again, the certificate that is served stays", CertificateSecret.NAME,
                    terms.namespace(), TrustedAuthorities.CONFIGURATION, ApiFailure.reason(e));
            LOG.debug("cause", e);
        }
        Duration pause = FIRST_PAUSE.multipliedBy(1L << Math.min(failures, 8));
        schedule(pause.compareTo(LONGEST_PAUSE) < 0 ? pause : LONGEST_PAUSE);
    }

    private void schedule(Duration pause) {
        if (later != null) {
            later.cancel(false);
        }
        Duration bounded = pause.isNegative() ? Duration.ZERO : pause.compareTo(LONGEST_WAIT) < 0 ? pause : LONGEST_WAIT;
        if (!worker.isShutdown()) {
            later = worker.schedule(this::run, bounded.toMillis() + 1, TimeUnit.MILLISECONDS);
        }
    }

    /** One step, and what is served as the Secret says; returns when to look again. A step changes the Secret, which wakes us, but that must not be relied on. */
    private Instant look() {
        Instant now = parts.clock().instant();
        Optional<Secret> there = Optional.ofNullable(parts.client().secrets().inNamespace(terms.namespace()).withName(CertificateSecret.NAME).get());
        CertificateSecret secret = CertificateSecret.read(there);
        List<X509Certificate> published = secret.trusted().isEmpty() ? List.of() : trusted.add(secret.trusted(), now);
        secret.current().ifPresent(this::serve);
        CertificatePlan.Sight sight = secret.sight(published);
        CertificatePlan.Step step = plan.next(sight, now);
        switch (step) {
            case WAIT -> {
                return plan.again(sight, now);
            }
            case MAKE -> make(secret, there, now);
            case PREPARE -> write(secret.prepared(issue(now)), there);
            case NOTE -> write(secret.noted(now), there);
            case PROMOTE -> write(secret.promoted(now), there);
        }
        LOG.info("changed the webhook's certificate secret={} step={}", CertificateSecret.NAME, step);
        return now;
    }

    private IssuedPair issue(Instant now) {
        return IssuedPair.make(terms.names(), now, terms.lifetime());
    }

    /** Published before any replica can read it; when another replica is first, its authority is published by the next look. */
    private void make(CertificateSecret secret, Optional<Secret> there, Instant now) {
        IssuedPair fresh = issue(now);
        trusted.add(List.of(fresh.authority()), now);
        write(secret.made(fresh), there);
    }

    private void write(CertificateSecret content, Optional<Secret> before) {
        var secrets = parts.client().secrets().inNamespace(terms.namespace()).resource(content.write(before, terms.namespace()));
        if (before.isPresent()) {
            secrets.update();
        } else {
            secrets.create();
        }
    }

    private void serve(PemPair pair) {
        if (!serving.certificate().equals(Optional.of(pair.certificate()))) {
            serving.show(pair.chain(), pair.key());
            LOG.info("serving a certificate serial={} ends={}", pair.certificate().getSerialNumber().toString(16), pair.certificate().getNotAfter().toInstant());
        }
    }

    private static Thread daemon(Runnable work) {
        Thread thread = new Thread(work, "admission-certificate");
        thread.setDaemon(true);
        return thread;
    }

    @Override
    public void close() {
        worker.shutdownNow();
        for (AutoCloseable watch : watches) {
            try {
                watch.close();
            } catch (Exception e) {
                LOG.warn("a watch cannot be ended", e);
            }
        }
    }
}
