package org.ratatosk.server.xml;

/** XML that a stream must not have. The stream is closed with the error that the problem names; nothing can be read on. */
public final class XmlException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** What is wrong, named like the stream errors of RFC 6120 section 4.9.3. */
    public enum Problem {
        /** Text where only elements may stand. */
        BAD_FORMAT,
        /** Not well-formed, or not namespace-well-formed. */
        NOT_WELL_FORMED,
        /** More than the {@link Limits} allow. */
        POLICY_VIOLATION,
        /** A comment, processing instruction, document type or entity reference (RFC 6120 section 11.1). */
        RESTRICTED_XML,
        /** Not UTF-8 (RFC 6120 section 11.6). */
        UNSUPPORTED_ENCODING
    }

    private final Problem problem;

    /**
     * A problem.
     *
     * @param message a sentence for a person; it holds nothing of what the peer sent
     */
    public XmlException(Problem problem, String message) {
        super(message, null, false, false);
        this.problem = problem;
    }

    /** What is wrong. */
    public Problem problem() {
        return problem;
    }
}
