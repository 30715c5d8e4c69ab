package dev.dromon.http;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;

/** What connections to others run on. */
public final class Outbound {

    private Outbound() {
    }

    /** One event loop, whose thread ends with the process, and so many threads for what blocks. The caller closes it. */
    public static Vertx vertx(int blocking) {
        FileSystemOptions noFiles = new FileSystemOptions().setFileCachingEnabled(false).setClassPathResolvingEnabled(false);
        return Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1).setWorkerPoolSize(blocking).setInternalBlockingPoolSize(1).setUseDaemonThread(true).setFileSystemOptions(noFiles));
    }

    /** What went wrong with a connection, in one line. */
    public static String reason(Throwable failure) {
        return (failure.getMessage() == null ? failure.getClass().getSimpleName() : failure.getMessage()).replaceAll("\\s+", " ").strip();
    }
}
