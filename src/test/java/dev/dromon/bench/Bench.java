package dev.dromon.bench;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;

/** Measures a runtime on a control plane of its own, prints the figures as a table and writes every measurement to a file. Options: {@link Options}. */
public final class Bench {

    private static final String BEGIN = "<!-- figures of the last run of %s -->";
    private static final String END = "<!-- end of figures -->";

    private Bench() {
    }

    /** Exit code 0 when everything was measured, whatever came out; 1 with the cause when something could not be. */
    public static void main(String[] arguments) throws IOException {
        Options options = Options.of(System.getenv());
        Results results = new Results();
        try (Cluster cluster = Cluster.start(options.own())) {
            String machine = machine(cluster);
            System.out.println(machine);
            RuntimeProcess runtime = new RuntimeProcess(options.command(), cluster.kubeconfig(options.own()), cluster.state().resolve("logs/runtime.log"));
            Runtime.getRuntime().addShutdownHook(new Thread(runtime::close));
            int port = freePort();
            runtime.with("DROMON_HTTP_PORT", String.valueOf(port));
            Stage stage = new Stage(cluster, new Apps(cluster.admin()), runtime, cluster.auditLog(options.user()), results, options, port);
            for (String part : options.parts()) {
                run(part, stage);
                results.write(options.data());
            }
            String report = machine + "\n\n" + results.table();
            System.out.println(report);
            if (options.page().isPresent()) {
                write(options.page().get(), String.join(" ", options.parts()), "%s%nEvery single measurement: [%s](%s).%n%n".formatted(report, options.data().getFileName(), options.page().get().getParent().relativize(options.data())));
            }
        }
        System.exit(0);
    }

    static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    private static void write(Path page, String parts, String report) throws IOException {
        String mark = BEGIN.formatted(parts);
        String text = Files.readString(page);
        int begin = text.indexOf(mark);
        int end = text.indexOf(END, begin);
        if (begin < 0 || end < begin) {
            throw new IllegalStateException("expected " + page + " to have the lines " + mark + " and " + END + ", found no such place for the figures; add them");
        }
        Files.writeString(page, text.substring(0, begin) + mark + "\n" + report + text.substring(end));
    }

    private static void run(String part, Stage stage) {
        System.out.println("part " + part);
        switch (part) {
            case "bound" -> new BoundPart(stage).run();
            case "released" -> new ReleasedPart(stage).run();
            case "flow" -> new FlowPart(stage).run();
            case "burst" -> new BurstPart(stage).run();
            case "start" -> new StartPart(stage).run();
            case "memory" -> new MemoryPart(stage).run();
            case "events" -> new EventsPart(stage).run();
            case "hooks" -> new HooksPart(stage).run();
            case "admissions" -> new AdmissionsPart(stage).run();
            case "down" -> new DownPart(stage).run();
            case "metrics" -> new MetricsPart(stage).run();
            default -> throw new IllegalArgumentException("expected one of " + Options.PARTS + ", found " + part);
        }
    }

    private static String machine(Cluster cluster) throws IOException {
        String cpu = Files.lines(Path.of("/proc/cpuinfo")).filter(l -> l.startsWith("model name")).map(l -> l.replaceFirst(".*: ", "")).findFirst().orElse("unknown processor");
        long memory = Files.lines(Path.of("/proc/meminfo")).filter(l -> l.startsWith("MemTotal")).mapToLong(l -> Long.parseLong(l.replaceAll("\\D", ""))).findFirst().orElse(0) >> 20;
        return "%s; %d cores of %s, %d GiB; Linux %s; JDK %s; Kubernetes %s".formatted(LocalDate.now(ZoneOffset.UTC), Runtime.getRuntime().availableProcessors(), cpu, memory,
                System.getProperty("os.version"), System.getProperty("java.vm.version"), cluster.version());
    }
}
