package dev.dromon.bench;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** The runtime as a process of its own, started by the command that a user would give. */
public final class RuntimeProcess implements AutoCloseable {

    private static final long GRACE_SECONDS = 30;
    private static final int KIB = 1024;

    private final String command;
    private final Path kubeconfig;
    private final File log;
    private Process process;

    /** A command as a shell takes it; the kubeconfig is put into its environment; what it prints is added to the log. */
    public RuntimeProcess(String command, Path kubeconfig, Path log) {
        this.command = command;
        this.kubeconfig = kubeconfig;
        this.log = log.toFile();
    }

    /** Starts it and returns at once; System.nanoTime of the start. */
    public long start() {
        ProcessBuilder builder = new ProcessBuilder("bash", "-c", "exec " + command).redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.appendTo(log));
        builder.environment().put("KUBECONFIG", kubeconfig.toString());
        builder.environment().put("DROMON_METRICS_FETCH", "false");
        long begun = System.nanoTime();
        try {
            process = builder.start();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot start " + command, e);
        }
        return begun;
    }

    /** Resident memory in MiB of the process and all it started. */
    long residentMebibytes() {
        return Stream.concat(Stream.of(process.toHandle()), process.descendants()).mapToLong(p -> resident(p.pid())).sum() / KIB;
    }

    private static long resident(long pid) {
        try (Stream<String> lines = Files.lines(Path.of("/proc/" + pid + "/status"))) {
            return lines.filter(l -> l.startsWith("VmRSS:")).mapToLong(l -> Long.parseLong(l.replaceAll("\\D", ""))).sum();
        } catch (IOException e) {
            throw new UncheckedIOException("expected a runtime that runs, found none; its output is what the last lines of its log say", e);
        }
    }

    /** Ends it with SIGKILL, and returns when it is gone. */
    public void kill() {
        process.destroyForcibly().onExit().join();
        process = null;
    }

    /** Ends it as a terminated pod would be. */
    @Override
    public void close() {
        if (process == null) {
            return;
        }
        process.destroy();
        try {
            if (!process.waitFor(GRACE_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            process.destroyForcibly();
        }
        process = null;
    }
}
