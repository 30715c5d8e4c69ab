package dev.dromon.kube;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.Logger;
import org.apache.logging.log4j.core.appender.AbstractAppender;
import org.apache.logging.log4j.core.config.Configurator;
import org.apache.logging.log4j.core.config.Property;

/** Keeps what one package logs, down to DEBUG. */
final class LogCapture implements AutoCloseable {

    /** One line of the log. */
    record Line(Level level, String text, Throwable thrown) {
    }

    private final List<Line> lines = new CopyOnWriteArrayList<>();
    private final Logger logger;
    private final AbstractAppender appender;

    LogCapture(String name) {
        Configurator.setLevel(name, Level.DEBUG);
        logger = (Logger) LogManager.getLogger(name);
        appender = new AbstractAppender("capture", null, null, true, Property.EMPTY_ARRAY) {
            @Override
            public void append(LogEvent event) {
                lines.add(new Line(event.getLevel(), event.getMessage().getFormattedMessage(), event.getThrown()));
            }
        };
        appender.start();
        logger.addAppender(appender);
    }

    List<Line> at(Level level) {
        return lines.stream().filter(line -> line.level() == level).toList();
    }

    List<Line> worseThanInfo() {
        return lines.stream().filter(line -> line.level().isMoreSpecificThan(Level.WARN)).toList();
    }

    @Override
    public void close() {
        logger.removeAppender(appender);
        appender.stop();
        Configurator.setLevel(logger.getName(), Level.ERROR);
    }
}
