package dev.dromon.bench;

/** Memory without apps, then memory and start with ten times as many finished apps as the large burst has, five thousand, all but one of them {@link Copies}. */
final class MemoryPart {

    private static final int TIMES = 10;

    private final Stage stage;

    MemoryPart(Stage stage) {
        this.stage = stage;
    }

    void run() {
        new StartPart(stage).memory(0);
        new Copies(stage).make(TIMES * stage.many());
        new StartPart(stage).measure();
    }
}
