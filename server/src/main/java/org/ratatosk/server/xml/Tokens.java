package org.ratatosk.server.xml;

import com.fasterxml.aalto.AsyncByteArrayFeeder;
import com.fasterxml.aalto.AsyncXMLInputFactory;
import com.fasterxml.aalto.AsyncXMLStreamReader;
import com.fasterxml.aalto.stax.InputFactoryImpl;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Objects;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import org.codehaus.stax2.XMLInputFactory2;
import org.ratatosk.server.xml.XmlException.Problem;

/**
 * Aalto, the tokeniser, as the reader uses it: it gets one slice of bytes, says which tokens are in it and where each ends.
 * Whatever Aalto throws comes out as an {@link XmlException}. Loop-confined.
 */
final class Tokens {
    static final int INCOMPLETE = AsyncXMLStreamReader.EVENT_INCOMPLETE;

    private static final AsyncXMLInputFactory FACTORY = factory();

    // Never closed: closing would put the names that the peer made up into the factory's table, for everyone and for
    // ever.
    private final AsyncXMLStreamReader<AsyncByteArrayFeeder> aalto = FACTORY.createAsyncForByteArray();
    private byte[] input = new byte[0];
    private int start;
    private int length;
    private long past;
    private String text = "";

    private static AsyncXMLInputFactory factory() {
        InputFactoryImpl factory = new InputFactoryImpl();
        // With eager parsing Aalto 1.4.0 fails on text that begins with a numeric character reference. So it is lazy,
        // and next()
        // makes it finish each token at once.
        factory.setProperty(XMLInputFactory2.P_LAZY_PARSING, true);
        factory.setProperty(XMLInputFactory2.IS_COALESCING, false);
        return factory;
    }

    /** Takes a slice; the one before has to be used up. */
    void feed(byte[] bytes, int offset, int count) {
        past += length;
        input = bytes;
        start = offset;
        length = count;
        try {
            aalto.getInputFeeder().feedInput(bytes, offset, count);
        } catch (XMLStreamException e) {
            throw new IllegalStateException("A slice was left unread", e);
        }
    }

    /** The next token of the slice, as in {@link XMLStreamConstants}, or {@link #INCOMPLETE} if it has no more whole ones. */
    int next() {
        int begin = used();
        try {
            int type = aalto.next();
            switch (type) {
                case XMLStreamConstants.START_DOCUMENT -> checkDeclaration();
                case XMLStreamConstants.CHARACTERS, XMLStreamConstants.SPACE, XMLStreamConstants.CDATA ->
                    text = aalto.getText();
                case XMLStreamConstants.COMMENT,
                        XMLStreamConstants.PROCESSING_INSTRUCTION,
                        XMLStreamConstants.DTD,
                        XMLStreamConstants.ENTITY_REFERENCE -> throw restricted();
                default -> {}
            }
            if (type == XMLStreamConstants.CHARACTERS) {
                checkBrackets(begin);
            }
            return type;
        } catch (XmlException e) {
            throw e;
        } catch (XMLStreamException | RuntimeException e) {
            throw problem(e);
        }
    }

    /** The text of the last token, if it was text. */
    String text() {
        return text;
    }

    /** How many bytes of the slice the tokens up to the last one have used. */
    int used() {
        try {
            return length == 0 ? 0 : (int) (aalto.getLocationInfo().getEndingByteOffset() - past - start);
        } catch (XMLStreamException e) {
            throw problem(e);
        }
    }

    /** Goes on in a stream whose header was read by another tokeniser. */
    void resume(StreamHeader header) {
        byte[] tag = XmlWriter.bareHeader(header).getBytes(StandardCharsets.UTF_8);
        feed(tag, 0, tag.length);
        while (next() != INCOMPLETE) {
            // the header has been handled before
        }
    }

    AsyncXMLStreamReader<AsyncByteArrayFeeder> token() {
        return aalto;
    }

    private void checkDeclaration() {
        String encoding = aalto.getCharacterEncodingScheme();
        if (encoding != null && !encoding.toLowerCase(Locale.ROOT).equals("utf-8")) {
            throw new XmlException(Problem.UNSUPPORTED_ENCODING, "A stream is in UTF-8");
        }
        String version = aalto.getVersion();
        if (version != null && !version.equals("1.0")) {
            throw new XmlException(Problem.NOT_WELL_FORMED, "A stream is XML 1.0");
        }
    }

    /**
     * Aalto sees {@code ]]>} in text at most places, but not at all. The reader takes care that it is in one slice; text that
     * has it by way of an entity is right.
     */
    private void checkBrackets(int begin) {
        if (!text.contains("]]>")) {
            return;
        }
        for (int i = start + begin; i < start + used() - 2; i++) {
            if (input[i] == ']' && input[i + 1] == ']' && input[i + 2] == '>') {
                throw new XmlException(Problem.NOT_WELL_FORMED, "Text cannot hold ]]>");
            }
        }
    }

    static XmlException restricted() {
        return new XmlException(
                Problem.RESTRICTED_XML,
                "Comments, processing instructions, document types and entities have no place in a stream");
    }

    private static XmlException problem(Exception e) {
        String message = Objects.requireNonNullElse(e.getMessage(), "");
        if (message.startsWith("Unexpanded ENTITY_REFERENCE")) {
            return restricted();
        }
        if (message.startsWith("Unsupported encoding")) {
            return new XmlException(Problem.UNSUPPORTED_ENCODING, "A stream is in UTF-8");
        }
        return new XmlException(Problem.NOT_WELL_FORMED, "The XML is not well-formed");
    }
}
