package org.ratatosk.benchmarks;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The figures of several servers over several rounds. Confined to one thread. */
final class Standing {
    static final String OURS = "Ratatosk";
    private final Map<String, Map<Row, List<Double>>> figures = new LinkedHashMap<>();
    private final Set<String> doubts = new LinkedHashSet<>();
    private final Set<String> floors = new LinkedHashSet<>();
    private final List<String> about = new ArrayList<>();

    /** @param surroundings on what it was measured */
    Standing(String surroundings) {
        about.add(surroundings);
    }

    /** Notes who takes part. */
    void introduce(Server server) throws IOException, InterruptedException {
        introduce(server.name(), server.isFloor(), server.version() + ": " + server.durability());
    }

    /** Notes who takes part, with what is to be said of it. */
    void introduce(String name, boolean floor, String description) {
        figures.put(name, new EnumMap<>(Row.class));
        about.add(name + " " + description);
        if (floor) {
            floors.add(name);
        }
    }

    /** Notes what one round of one server gave. */
    void add(String server, Report round) {
        Map<Row, List<Double>> all = figures.getOrDefault(server, Map.of());
        round.figures()
                .forEach((row, figure) ->
                        all.computeIfAbsent(row, one -> new ArrayList<>()).add(figure));
        round.doubts().forEach((row, why) -> doubts.add(server + ", " + row.title() + ": " + why));
    }

    /** Those who take part, in the order in which they were introduced. */
    List<String> servers() {
        return List.copyOf(figures.keySet());
    }

    /** Those with whom Ratatosk competes. */
    List<String> others() {
        return figures.keySet().stream()
                .filter(name -> !name.equals(OURS) && !floors.contains(name))
                .toList();
    }

    /** What is to be said of the machine and of the servers. */
    List<String> about() {
        return about;
    }

    /** Why some figures may say more of the machine than of a server. */
    List<String> doubts() {
        return List.copyOf(doubts);
    }

    /** The middle of what the rounds gave; of two, the mean. */
    Optional<Double> median(String server, Row row) {
        List<Double> sorted = rounds(server, row);
        if (sorted.isEmpty()) {
            return Optional.empty();
        }
        int half = sorted.size() / 2;
        return Optional.of(sorted.size() % 2 == 1 ? sorted.get(half) : (sorted.get(half - 1) + sorted.get(half)) / 2);
    }

    /** How far the rounds lie apart, as a share of their middle. */
    double spread(String server, Row row) {
        List<Double> sorted = rounds(server, row);
        double middle = median(server, row).orElse(0.0);
        return middle == 0 ? 0 : (sorted.get(sorted.size() - 1) - sorted.get(0)) / middle;
    }

    private List<Double> rounds(String server, Row row) {
        return figures.getOrDefault(server, Map.of()).getOrDefault(row, List.of()).stream()
                .sorted()
                .toList();
    }

    /** How many times better Ratatosk is than another; nothing if one of them was not measured there. */
    Optional<Double> ratio(String other, Row row) {
        return median(OURS, row)
                .filter(ours -> ours > 0)
                .flatMap(
                        ours -> median(other, row).filter(theirs -> theirs > 0).map(theirs -> row.ratio(ours, theirs)));
    }

    /** The rows in which all were measured, and compete. */
    List<Row> contested() {
        return Arrays.stream(Row.values())
                .filter(Row::isCounted)
                .filter(row -> median(OURS, row).isPresent())
                .filter(row ->
                        others().stream().allMatch(name -> median(name, row).isPresent()))
                .toList();
    }

    /** Whether Ratatosk is ahead of all others in a contested row. */
    boolean isAhead(Row row) {
        double ours = median(OURS, row).orElseThrow();
        return others().stream()
                .allMatch(name -> row.isAhead(ours, median(name, row).orElseThrow()));
    }
}
