package org.ratatosk.bridge.remote;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import tools.jackson.databind.node.ObjectNode;

/**
 * Who has what to do with whom in the small CMS. At first its lists are directed: one follows, the other agrees. Symmetric, they are of friends: who is
 * agreed with agrees too. Confined to the lock of the small CMS.
 */
final class SmallBuddies {
    private record Pair(String one, String other) {
        Pair back() {
            return new Pair(other, one);
        }
    }

    private final Consumer<ObjectNode> events;
    private final Map<Pair, Boolean> follows = new LinkedHashMap<>(); // whether it was agreed to
    private final List<Pair> blocks = new ArrayList<>();
    boolean symmetric;

    /** @param events takes what it tells */
    SmallBuddies(Consumer<ObjectNode> events) {
        this.events = events;
    }

    void act(String as, String does, String other) {
        Pair own = new Pair(as, other);
        switch (does) {
            case "follow" -> follow(own);
            case "unfollow" -> end("Undo", own, as);
            case "accept" -> accept(own.back());
            case "reject" -> end("Reject", own.back(), as);
            case "block" -> {
                if (!blocks.contains(own)) {
                    blocks.add(own);
                    events.accept(activity("Block", as, person(other)));
                }
            }
            case "unblock" -> {
                if (blocks.remove(own)) {
                    events.accept(activity("Undo", as, about("Block", own)));
                }
            }
            default -> throw new IllegalArgumentException(does);
        }
    }

    private void follow(Pair pair) {
        if (symmetric && follows.containsKey(pair.back())) {
            accept(pair.back());
        } else if (follows.putIfAbsent(pair, false) == null) {
            events.accept(activity("Follow", pair.one(), person(pair.other())));
        }
    }

    private void accept(Pair pair) {
        if (follows.replace(pair, false, true)) {
            events.accept(activity("Accept", pair.other(), about("Follow", pair)));
            if (symmetric && follows.put(pair.back(), true) == null) {
                events.accept(activity("Follow", pair.other(), person(pair.one())));
                events.accept(activity("Accept", pair.one(), about("Follow", pair.back())));
            }
        }
    }

    private void end(String type, Pair pair, String by) {
        if (follows.remove(pair) != null) {
            events.accept(activity(type, by, about("Follow", pair)));
        }
        if (symmetric && follows.remove(pair.back()) != null) {
            events.accept(activity(by.equals(pair.one()) ? "Reject" : "Undo", by, about("Follow", pair.back())));
        }
    }

    /** Ends what is there without a word, as a lost event would. */
    void loseAll() {
        follows.clear();
    }

    /** A page of three. */
    String page(int after) {
        List<ObjectNode> all = new ArrayList<>();
        follows.forEach((pair, agreed) -> all.add(
                agreed
                        ? activity("Accept", pair.other(), about("Follow", pair))
                        : activity("Follow", pair.one(), person(pair.other()))));
        blocks.forEach(pair -> all.add(activity("Block", pair.one(), person(pair.other()))));
        ObjectNode page = Json.object();
        int end = Math.min(after + 3, all.size());
        all.subList(Math.min(after, end), end).forEach(page.putArray("items")::add);
        return page.put("next", end < all.size() ? Integer.toString(end) : null).toString();
    }

    /** How it stands, in short. */
    List<String> standing() {
        List<String> all = new ArrayList<>();
        follows.forEach((pair, agreed) -> all.add(pair.one() + (agreed ? " sees " : " asks ") + pair.other()));
        blocks.forEach(pair -> all.add(pair.one() + " blocks " + pair.other()));
        return all;
    }

    private static ObjectNode activity(String type, String actor, ObjectNode object) {
        ObjectNode activity = Json.object()
                .put("@context", "https://www.w3.org/ns/activitystreams")
                .put("type", type)
                .put("published", Instant.now().toString());
        activity.set("actor", person(actor));
        activity.set("object", object);
        return activity;
    }

    private static ObjectNode about(String type, Pair pair) {
        ObjectNode about = Json.object().put("type", type);
        about.set("actor", person(pair.one()));
        about.set("object", person(pair.other()));
        return about;
    }

    private static ObjectNode person(String name) {
        return Json.object().put("type", "Person").put("name", name).put("preferredUsername", name);
    }
}
