package org.ratatosk.bridge.bot;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.ratatosk.bridge.identity.Identities;
import org.ratatosk.bridge.identity.Identity;

/** {@code identities}: the caller's addresses and what may be done from each. Thread-safe. */
public final class IdentitiesCommand implements Command {
    private final Identities identities;

    /** @param identities where they are kept */
    public IdentitiesCommand(Identities identities) {
        this.identities = identities;
    }

    /** Rights in words. */
    static String words(Set<Identity.Right> rights) {
        return rights.isEmpty()
                ? "nothing"
                : rights.stream()
                        .sorted()
                        .map(right -> switch (right) {
                            case POST -> "post";
                            case COMMENT -> "comment";
                            case ALERTS -> "get alerts";
                        })
                        .collect(Collectors.joining(", "));
    }

    @Override
    public List<String> names() {
        return List.of("identities");
    }

    @Override
    public Access access() {
        return Access.MEMBER;
    }

    @Override
    public String usage() {
        return "identities";
    }

    @Override
    public String summary() {
        return "Your addresses, and what you may do from each.";
    }

    @Override
    public String run(Request request) {
        Caller caller = request.member().orElseThrow();
        String member = caller.member().name();
        StringBuilder text =
                new StringBuilder(caller.member().home().toString()).append(": your account here, everything");
        identities
                .of(member)
                .forEach(i -> text.append('\n').append(i.address()).append(": ").append(words(i.rights())));
        identities
                .pending(member)
                .forEach(code -> text.append('\n').append(code.address()).append(": waits for its code"));
        return text.toString();
    }
}
