package org.ratatosk.app;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noMethods;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.GeneralCodingRules.ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import com.tngtech.archunit.library.Architectures.LayeredArchitecture;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.NullMarked;

/** Holds the house in shape: which module, package and library may be used from where. */
@AnalyzeClasses(packages = "org.ratatosk", importOptions = DoNotIncludeTests.class)
final class ArchitectureTest {

    /** The server's packages from the bottom up: a line may import only lines above it. */
    private static final String[][] SERVER = {
        {"config", "jid", "xml"},
        {"dns"},
        {"http"},
        {"tls"},
        {"acme"},
        {"stanza"},
        {"store"},
        {"session"},
        {"route"},
        {"feature.."},
        {"stream.."},
        {"net..", "store.sql..", "store.memory.."},
        {"admin"},
        {""}
    };

    private static final String[][] BRIDGE = {
        {"config"},
        {"cms.."},
        {"remote"},
        {"store"},
        {"outbox"},
        {"identity"},
        {"mail"},
        {"alerts"},
        {"buddies"},
        {"bot.."},
        {"engine", "store.sql.."},
        {""}
    };

    private static final String[][] WEB = {{"config"}, {"auth"}, {"view"}, {"page.."}, {"api"}, {""}};

    @ArchTest
    static final ArchRule modulesDependOneWay = layeredArchitecture()
            .consideringOnlyDependenciesInLayers()
            .layer("server")
            .definedBy("org.ratatosk.server..")
            .layer("cms-bridge")
            .definedBy("org.ratatosk.bridge..")
            .layer("webadmin")
            .definedBy("org.ratatosk.web..")
            .layer("app")
            .definedBy("org.ratatosk.app..")
            .whereLayer("app")
            .mayNotBeAccessedByAnyLayer()
            .whereLayer("webadmin")
            .mayOnlyBeAccessedByLayers("app")
            .whereLayer("cms-bridge")
            .mayOnlyBeAccessedByLayers("webadmin", "app")
            .ensureAllClassesAreContainedInArchitecture();

    @ArchTest
    static final ArchRule serverKeepsItsOrder = order("org.ratatosk.server", SERVER);

    @ArchTest
    static final ArchRule bridgeKeepsItsOrder = order("org.ratatosk.bridge", BRIDGE);

    @ArchTest
    static final ArchRule webKeepsItsOrder = order("org.ratatosk.web", WEB);

    @ArchTest
    static final ArchRule serverPackagesAreKnown = known("org.ratatosk.server", SERVER);

    @ArchTest
    static final ArchRule bridgePackagesAreKnown = known("org.ratatosk.bridge", BRIDGE);

    @ArchTest
    static final ArchRule webPackagesAreKnown = known("org.ratatosk.web", WEB);

    @ArchTest
    static final ArchRule packagesHaveNoCycles =
            slices().matching("org.ratatosk.(**)").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule nettyStaysInNet =
            onlyIn("org.ratatosk.server.net..", "io.netty..").because("net is the sole user of Netty");

    @ArchTest
    static final ArchRule sqlStaysInItsStores = onlyIn(
                    "org.ratatosk..store.sql..",
                    "java.sql..",
                    "javax.sql..",
                    "org.jdbi..",
                    "org.h2..",
                    "org.flywaydb..",
                    "com.zaxxer..")
            .because("every other package meets the database as a store");

    @ArchTest
    static final ArchRule jettyStaysInWeb = onlyIn("org.ratatosk.web..", "org.eclipse.jetty..", "freemarker..")
            .because("the engine runs without a web");

    @ArchTest
    static final ArchRule dnsjavaStaysInDns =
            onlyIn("org.ratatosk.server.dns..", "org.xbill..").because("dns is the sole user of dnsjava");

    @ArchTest
    static final ArchRule acmeStaysInAcme =
            onlyIn("org.ratatosk.server.acme..", "org.shredzone..").because("acme is the sole user of acme4j");

    @ArchTest
    static final ArchRule jakartaMailStaysInMail = onlyIn(
                    "org.ratatosk.bridge.mail..", "jakarta.mail..", "org.eclipse.angus..")
            .because("mail is the sole user of Jakarta Mail");

    @ArchTest
    static final ArchRule xmlIsReadInOnePlace = noClasses()
            .that()
            .resideInAPackage("org.ratatosk.server..")
            .and()
            .resideOutsideOfPackage("org.ratatosk.server.xml")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("com.fasterxml.aalto..", "javax.xml..", "org.xml..", "org.w3c..")
            .because("the limits on what strangers send hold only where they are counted");

    @ArchTest
    static final ArchRule onlyTheCommandLinePrints = noClasses()
            .that()
            .resideOutsideOfPackage("org.ratatosk.app..")
            .should(ACCESS_STANDARD_STREAMS)
            .because("a library logs");

    @ArchTest
    static final ArchRule nothingIsASingleton =
            noMethods().should().haveName("getInstance").because("constructors take what they need");

    @ArchTest
    static final ArchRule packagesSayWhatTheyAre = classes().should(resideInANullMarkedPackage());

    private static ArchRule order(String root, String[][] lines) {
        LayeredArchitecture order = layeredArchitecture().consideringOnlyDependenciesInLayers();
        for (String[] line : lines) {
            for (String part : line) {
                order = order.optionalLayer(name(part)).definedBy(packageOf(root, part));
            }
        }
        List<String> above = new ArrayList<>();
        for (String[] line : lines) {
            for (String part : line) {
                order = above.isEmpty()
                        ? order.whereLayer(name(part)).mayNotAccessAnyLayer()
                        : order.whereLayer(name(part)).mayOnlyAccessLayers(above.toArray(String[]::new));
            }
            Arrays.stream(line).map(ArchitectureTest::name).forEach(above::add);
        }
        return order.as(root + ": a package may use only packages of the lines above its own");
    }

    private static ArchRule known(String root, String[][] lines) {
        String[] packages = Arrays.stream(lines)
                .flatMap(Arrays::stream)
                .map(part -> packageOf(root, part))
                .toArray(String[]::new);
        return classes()
                .that()
                .resideInAPackage(root + "..")
                .should()
                .resideInAnyPackage(packages)
                .because("a new package needs its place in the order");
    }

    private static String name(String part) {
        return part.isEmpty() ? "the wiring" : part;
    }

    private static String packageOf(String root, String part) {
        return part.isEmpty() ? root : root + "." + part;
    }

    private static ArchRule onlyIn(String home, String... libraries) {
        return noClasses()
                .that()
                .resideOutsideOfPackage(home)
                .should()
                .dependOnClassesThat(resideInAnyPackage(libraries))
                .allowEmptyShould(true);
    }

    private static ArchCondition<JavaClass> resideInANullMarkedPackage() {
        return new ArchCondition<>("reside in a package with a package-info.java that is @NullMarked") {
            @Override
            public void check(JavaClass type, ConditionEvents events) {
                boolean marked = type.getPackage().isAnnotatedWith(NullMarked.class);
                events.add(new SimpleConditionEvent(type, marked, type.getFullName() + " has no such package-info"));
            }
        };
    }
}
