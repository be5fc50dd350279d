package org.ratatosk.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What single steps on a stanza's way cost, by JMH. Confined to one thread. */
@Command(
        name = "steps",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        usageHelpAutoWidth = true,
        description = "Measures single steps of Ratatosk by JMH: parse, serialise, route, match, store.%n")
final class Steps implements Callable<Integer> {
    @Parameters(paramLabel = "NAME", arity = "0..*", description = "only those whose names hold this, as in Parse")
    private List<String> names = new ArrayList<>();

    @Option(names = "--quick", description = "one short run of each")
    private boolean quick;

    @Option(names = "--profile", paramLabel = "PROFILER", description = "a profiler of JMH besides, as in gc")
    private List<String> profilers = new ArrayList<>();

    @Override
    public Integer call() throws RunnerException {
        ChainedOptionsBuilder options = new OptionsBuilder()
                .forks(quick ? 1 : 3)
                .warmupIterations(quick ? 2 : 5)
                .measurementIterations(quick ? 2 : 5)
                .warmupTime(TimeValue.seconds(1))
                .measurementTime(TimeValue.seconds(1));
        names.forEach(name -> options.include("\\." + name));
        profilers.forEach(options::addProfiler);
        new Runner(options.build()).run();
        return 0;
    }
}
