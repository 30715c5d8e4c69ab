package dev.dromon.kube;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.Logger;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.core.appender.AbstractAppender;
import org.apache.logging.log4j.core.config.Configurator;
import org.apache.logging.log4j.core.config.Property;

/** Keeps what one package logs, down to a level; tells it nowhere else. */
public final class LogCapture implements AutoCloseable {

    /** One line of the log. */
    public record Line(Level level, String text, Throwable thrown) {
    }

    private final List<Line> lines = new CopyOnWriteArrayList<>();
    private final Logger logger;
    /** What held before, and holds again afterwards: a level that stayed would hide the lines from whoever captures those of a logger above. */
    private final boolean configured;
    private final Level before;
    private final AbstractAppender appender;

    LogCapture(String name) {
        this(name, Level.DEBUG);
    }

    /** Keeps lines of that level and above from now on. */
    public LogCapture(String name, Level level) {
        LoggerContext context = ((Logger) LogManager.getLogger(name)).getContext();
        configured = context.getConfiguration().getLoggers().containsKey(name);
        before = context.getConfiguration().getLoggerConfig(name).getLevel();
        Configurator.setLevel(name, level);
        logger = (Logger) LogManager.getLogger(name);
        logger.setAdditive(false);
        appender = new AbstractAppender("capture", null, null, true, Property.EMPTY_ARRAY) {
            @Override
            public void append(LogEvent event) {
                lines.add(new Line(event.getLevel(), event.getMessage().getFormattedMessage(), event.getThrown()));
            }
        };
        appender.start();
        logger.addAppender(appender);
    }

    /** Lines of exactly that level, oldest first. */
    public List<Line> at(Level level) {
        return lines.stream().filter(line -> line.level() == level).toList();
    }

    /** Lines of WARN and ERROR, oldest first. */
    public List<Line> worseThanInfo() {
        return lines.stream().filter(line -> line.level().isMoreSpecificThan(Level.WARN)).toList();
    }

    @Override
    public void close() {
        LoggerContext context = logger.getContext();
        logger.removeAppender(appender);
        logger.setAdditive(true);
        appender.stop();
        if (configured) {
            Configurator.setLevel(logger.getName(), before);
        } else {
            context.getConfiguration().removeLogger(logger.getName());
            context.updateLoggers();
        }
    }
}
