package org.ratatosk.bridge.remote;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.URI;
import java.util.Optional;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Element;
import org.jsoup.parser.Parser;
import org.ratatosk.bridge.cms.CmsException;
import org.ratatosk.server.http.Ask;
import org.ratatosk.server.http.Reply;
import org.ratatosk.server.http.SafeHttp;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Calls by XML-RPC. What is sent and what comes back is told as JSON, which has the same kinds of values. Thread-safe. */
final class XmlRpc {
    private static final int MAX_DEPTH = 100;
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    /** That a call was understood and refused. */
    static final class Fault extends Exception {
        private static final long serialVersionUID = 1;
        private final int code;

        private Fault(int code, String words) {
            super(words);
            this.code = code;
        }

        int code() {
            return code;
        }

        /** What it says, in one line. */
        String words() {
            return PlainText.line(PlainText.of(String.valueOf(getMessage())));
        }
    }

    private final URI address;
    private final SafeHttp http;
    private final Answers answers;

    XmlRpc(URI address, SafeHttp http) {
        this.address = address;
        this.http = http;
        this.answers = new Answers(String.valueOf(address.getHost()));
    }

    Answers answers() {
        return answers;
    }

    /**
     * Calls a method.
     *
     * @throws Fault if it was refused
     * @throws CmsException if there is no answer that makes sense
     */
    JsonNode call(String method, Object... parameters) throws Fault {
        StringBuilder xml = new StringBuilder("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<methodCall><methodName>")
                .append(method)
                .append("</methodName><params>");
        for (Object parameter : parameters) {
            xml.append("<param>");
            write(xml, parameter instanceof JsonNode node ? node : NODES.stringNode(String.valueOf(parameter)));
            xml.append("</param>");
        }
        byte[] body = xml.append("</params></methodCall>").toString().getBytes(UTF_8);
        Reply reply;
        try {
            reply = http.send(Ask.of("POST", address, body).with("content-type", "text/xml; charset=utf-8"));
        } catch (IOException e) {
            throw answers.unreachable(e);
        }
        answers.checked(reply);
        Element answer = Jsoup.parse(reply.text(), "", Parser.xmlParser().setMaxDepth(MAX_DEPTH));
        Element fault = answer.selectFirst("methodResponse > fault > value");
        if (fault != null) {
            JsonNode why = value(fault);
            throw new Fault(why.path("faultCode").asInt(0), Json.text(why, "faultString"));
        }
        return Optional.ofNullable(answer.selectFirst("methodResponse > params > param > value"))
                .map(XmlRpc::value)
                .orElseThrow(() -> answers.strange("its answer is no XML-RPC"));
    }

    private static void write(StringBuilder xml, JsonNode value) {
        xml.append("<value>");
        if (value.isObject()) {
            xml.append("<struct>");
            value.properties().forEach(member -> {
                xml.append("<member><name>").append(member.getKey()).append("</name>");
                write(xml, member.getValue());
                xml.append("</member>");
            });
            xml.append("</struct>");
        } else if (value.isArray()) {
            xml.append("<array><data>");
            value.forEach(one -> write(xml, one));
            xml.append("</data></array>");
        } else if (value.isBoolean()) {
            xml.append("<boolean>").append(value.booleanValue() ? 1 : 0).append("</boolean>");
        } else if (value.isIntegralNumber()) {
            xml.append("<int>").append(value.intValue()).append("</int>");
        } else {
            String text = value.asString("").replaceAll("[\\x00-\\x08\\x0b\\x0c\\x0e-\\x1f\\ufffe\\uffff]", "");
            xml.append("<string>").append(Html.escaped(text)).append("</string>");
        }
        xml.append("</value>");
    }

    private static JsonNode value(Element value) {
        Element typed = value.firstElementChild();
        if (typed == null) {
            return NODES.stringNode(value.wholeText());
        }
        String text = typed.wholeText();
        return switch (typed.normalName()) {
            case "int", "i4", "i8" -> number(text.strip());
            case "boolean" -> NODES.booleanNode(text.strip().equals("1"));
            case "datetime.iso8601" ->
                NODES.stringNode(text.strip().replaceFirst("^(\\d{4})(\\d{2})(\\d{2})T", "$1-$2-$3T"));
            case "array" -> array(typed);
            case "struct" -> struct(typed);
            default -> NODES.stringNode(text);
        };
    }

    private static JsonNode number(String text) {
        return text.matches("[+-]?[0-9]{1,18}") ? NODES.numberNode(Long.parseLong(text)) : NODES.stringNode(text);
    }

    private static JsonNode array(Element typed) {
        ArrayNode array = NODES.arrayNode();
        Element data = typed.firstElementChild();
        if (data != null) {
            data.children().forEach(one -> array.add(value(one)));
        }
        return array;
    }

    private static JsonNode struct(Element typed) {
        ObjectNode struct = NODES.objectNode();
        for (Element member : typed.children()) {
            Element name = member.selectFirst("> name");
            Element value = member.selectFirst("> value");
            if (name != null && value != null) {
                struct.set(name.text(), value(value));
            }
        }
        return struct;
    }
}
