package org.ratatosk.server.dns;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** RFC 2782: the order in which machines are tried. */
@Tag("also-federation")
class SrvTest {
    private static Srv srv(int priority, int weight, String target) {
        return new Srv(priority, weight, 5269, target, false);
    }

    private static List<String> order(List<Srv> machines, RandomGenerator random) {
        return Srv.ordered(machines, random).stream().map(Srv::target).toList();
    }

    /** Draws what a test has written down, and keeps what could have been drawn. */
    private static final class Drawn implements RandomGenerator {
        private final List<Long> bounds = new ArrayList<>();
        private final List<Long> numbers;

        Drawn(Long... numbers) {
            this.numbers = new ArrayList<>(List.of(numbers));
        }

        @Override
        public long nextLong() {
            throw new UnsupportedOperationException();
        }

        @Override
        public long nextLong(long bound) {
            bounds.add(bound);
            return numbers.remove(0);
        }
    }

    @Test
    void lowerPrioritiesComeFirstWhateverTheirWeight() {
        List<Srv> machines = List.of(srv(65535, 65535, "last"), srv(0, 0, "first"), srv(10, 1, "second"));
        assertThat(order(machines, new Random(1))).containsExactly("first", "second", "last");
    }

    @Test
    void drawsByRunningSumsOfTheWeights() {
        List<Srv> machines = List.of(srv(1, 10, "ten"), srv(1, 0, "none"), srv(1, 30, "thirty"));

        Drawn drawn = new Drawn(11L, 1L, 0L);
        assertThat(order(machines, drawn)).containsExactly("thirty", "ten", "none");
        assertThat(drawn.bounds).as("from 0 to the sum, both included").containsExactly(41L, 11L, 1L);
        assertThat(order(machines, new Drawn(0L, 10L, 30L))).containsExactly("none", "ten", "thirty");
        assertThat(order(machines, new Drawn(40L, 10L, 0L))).containsExactly("thirty", "ten", "none");
    }

    @Test
    void theGreatestWeightsDoNotOverflow() {
        List<Srv> machines = new ArrayList<>();
        for (int i = 0; i < 32; i++) {
            machines.add(srv(1, 65535, "host" + i));
        }
        assertThat(order(machines, new Random(7))).hasSize(32).doesNotHaveDuplicates();
        assertThat(order(List.of(srv(1, 65535, "heavy"), srv(1, 1, "light")), new Drawn(65536L, 0L)))
                .as("weight 0 first, then in the order given")
                .containsExactly("light", "heavy");
    }

    @Test
    void weightsDecideHowOftenAMachineIsFirst() {
        List<Srv> machines = List.of(srv(1, 90, "often"), srv(1, 10, "seldom"), srv(1, 0, "hardly"));
        Random random = new Random(42);
        int often = 0;
        int hardly = 0;
        for (int i = 0; i < 10_000; i++) {
            String first = order(machines, random).get(0);
            often += first.equals("often") ? 1 : 0;
            hardly += first.equals("hardly") ? 1 : 0;
        }
        assertThat(often).isBetween(8_700, 9_100);
        assertThat(hardly).isBetween(50, 150);
    }

    @Test
    void machinesWithoutWeightKeepTheirOrder() {
        assertThat(order(List.of(srv(1, 0, "a"), srv(1, 0, "b"), srv(1, 0, "c")), new Random(3)))
                .containsExactly("a", "b", "c");
    }
}
