package org.ratatosk.bridge.remote;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.ratatosk.bridge.cms.CmsException;
import org.ratatosk.server.http.Reply;
import tools.jackson.databind.JsonNode;

/** What a CMS answers by HTTP, and what to tell people when it is not what was asked for. Immutable. */
public final class Answers {
    private static final int LONGEST_REASON = 300;

    /** Where the sentence is: after RFC 9457, in WordPress, after OAuth. */
    private static final List<String> REASONS = List.of("detail", "message", "error_description");

    private final String site;

    /** @param site what the CMS is called in sentences: its host */
    public Answers(String site) {
        this.site = site;
    }

    /** What proves a member to a CMS that knows passwords (RFC 7617). */
    public static String basic(RemoteCms.Credential credential) {
        byte[] both = (credential.user() + ':' + credential.password()).getBytes(UTF_8);
        return "Basic " + Base64.getEncoder().encodeToString(both);
    }

    /** The JSON of an answer that says that all went well; otherwise throws. */
    public JsonNode json(Reply reply) {
        checked(reply);
        return Json.read(reply.text()).orElseThrow(() -> strange("its answer is no JSON"));
    }

    /** Throws unless an answer says that all went well. */
    public void checked(Reply reply) {
        int status = reply.status();
        if (status < 200 || status > 299) {
            throw refused(status, reason(reply), after(reply));
        }
    }

    /** What a status means for the person who asked. */
    public CmsException refused(int status, String reason, Optional<Duration> after) {
        String why = reason.isEmpty() ? " (status " + status + ")." : ": " + reason;
        return switch (status) {
            case 401 -> new CmsException("The website refuses our key or password" + why, false);
            case 403 -> CmsException.refusal("The website does not let you do that" + why);
            case 404, 410 -> new CmsException("The website does not know it any more" + why, false);
            case 408, 425, 500, 502, 503, 504 ->
                CmsException.later(
                        "The website cannot do it now" + why + " Send your message again in a while.", after);
            case 501 -> CmsException.notOffered("The website cannot do that" + why);
            case 429 -> CmsException.later("That was too fast for the website" + why + tryAgain(after), after);
            default ->
                status >= 500
                        ? new CmsException("The website failed" + why + " Send your message again in a while.", true)
                        : new CmsException("The website did not take it" + why, false);
        };
    }

    private static String tryAgain(Optional<Duration> after) {
        return after.map(time -> " Send your message again in " + Math.max(1, time.toSeconds()) + " seconds.")
                .orElse(" Send your message again in a while.");
    }

    /** No answer: whether it was done is not known, and the same message again does it once. */
    public CmsException unreachable(IOException e) {
        return new CmsException(
                "The website cannot be reached now (" + e.getMessage()
                        + "). Send your message again in a while; it takes effect once.",
                true);
    }

    /** An answer that makes no sense. */
    public CmsException strange(String what) {
        return new CmsException("The website at " + site + " does not answer as expected: " + what + ".", true);
    }

    /** What the CMS says of it, on one line. */
    private static String reason(Reply reply) {
        String detail = Json.read(reply.text())
                .flatMap(problem -> REASONS.stream()
                        .map(name -> Json.text(problem, name))
                        .filter(words -> !words.isEmpty())
                        .findFirst())
                .orElse("");
        String line = PlainText.line(PlainText.of(detail));
        return line.length() <= LONGEST_REASON ? line : line.substring(0, LONGEST_REASON) + "\u2026";
    }

    private static Optional<Duration> after(Reply reply) {
        return reply.header("retry-after")
                .filter(text -> text.matches("[0-9]{1,6}"))
                .map(text -> Duration.ofSeconds(Long.parseLong(text)));
    }

    /** A sentence for the owner if the CMS's clock is far from ours. */
    public Optional<String> clock(Reply reply, Instant now) {
        try {
            return reply.header("date")
                    .map(date -> ZonedDateTime.parse(date, DateTimeFormatter.RFC_1123_DATE_TIME)
                            .toInstant())
                    .map(theirs -> Duration.between(now, theirs))
                    .filter(apart -> apart.abs().compareTo(SiteKey.TOLERANCE.dividedBy(2)) > 0)
                    .map(apart -> "Its clock is " + apart.abs().toSeconds() + " seconds "
                            + (apart.isNegative() ? "behind" : "ahead of")
                            + " ours. More than " + SiteKey.TOLERANCE.toSeconds() + " and nothing works.");
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }
}
