package org.ratatosk.benchmarks;

/** What is measured, with its unit. */
enum Row {
    START("start to first login", "s", Kind.LESS),
    IDLE_MEMORY("memory of the whole process, idle", "MB", Kind.SHOWN),
    LOADED_MEMORY("memory of the whole process, after load", "MB", Kind.SHOWN),
    LOGIN_CPU("CPU per login", "ms", Kind.LESS),
    LOGIN_RATE("logins", "1/s", Kind.MORE),
    SESSION_MEMORY("memory per idle session", "KB", Kind.LESS),
    CHAT_CPU("CPU per message, 10 in flight", "µs", Kind.LESS),
    CHAT_RATE_1("messages, 1 in flight", "1/s", Kind.MORE),
    CHAT_RATE_10("messages, 10 in flight", "1/s", Kind.MORE),
    PACED_P50("latency at a fixed rate, median", "ms", Kind.LESS),
    PACED_P99("latency at a fixed rate, 99 of 100", "ms", Kind.LESS),
    BROADCAST_LAST("one message to many: the last", "ms", Kind.LESS),
    BROADCAST_CPU("one message to many: CPU of each", "µs", Kind.LESS),
    PRESENCE_LAST("presence to subscribers: the last", "ms", Kind.LESS),
    PRESENCE_CPU("presence to subscribers: CPU of each", "µs", Kind.LESS),
    OFFLINE_CPU("message to one who is away, stored: CPU", "µs", Kind.LESS),
    OFFLINE_DELIVERY_CPU("the same, delivered later: CPU", "µs", Kind.LESS),
    ARCHIVE_CPU("archive on: CPU per message, 1 in flight", "µs", Kind.LESS),
    ARCHIVE_RATE("archive on: messages, 1 in flight", "1/s", Kind.MORE),
    POST_LAST("one post to subscribers: the last", "ms", Kind.SHOWN),
    POST_CPU("one post to subscribers: CPU of each", "µs", Kind.SHOWN),
    OWN_CPU("the generator's own CPU per message, 10 in flight", "µs", Kind.SHOWN),
    LOST("lost", "", Kind.NONE);

    private enum Kind {
        LESS,
        MORE,
        NONE,
        SHOWN
    }

    private final String title;
    private final String unit;
    private final Kind kind;

    Row(String title, String unit, Kind kind) {
        this.title = title;
        this.unit = unit;
        this.kind = kind;
    }

    /** What it is in words. */
    String title() {
        return title;
    }

    /** In what it is counted; empty for mere numbers. */
    String unit() {
        return unit;
    }

    /** Whether servers compete in it; the others are only shown. */
    boolean isCounted() {
        return kind != Kind.SHOWN;
    }

    /** How many times one figure is better than another. */
    double ratio(double one, double other) {
        return kind == Kind.MORE ? one / other : other / one;
    }

    /** Whether one figure is ahead of another. Of losses none is enough. */
    boolean isAhead(double one, double other) {
        return switch (kind) {
            case MORE -> one > other;
            case NONE -> one <= other;
            default -> one < other;
        };
    }
}
