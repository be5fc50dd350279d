package org.ratatosk.server.feature;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.ratatosk.server.conversation.Xml;
import org.ratatosk.server.route.Hooks;
import org.ratatosk.server.testing.Bench;
import org.ratatosk.server.xml.Element;

/** XEP-0115 with the examples of its section 5. */
class ServerCapsTest {
    @Test
    void theSimpleExample() {
        Element info = Xml.one("""
                <query xmlns='http://jabber.org/protocol/disco#info' node='http://code.google.com/p/exodus#QgayPKawpkPSDYmwT/WM94uAlu0='>
                  <identity category='client' name='Exodus 0.9.1' type='pc'/>
                  <feature var='http://jabber.org/protocol/caps'/>
                  <feature var='http://jabber.org/protocol/disco#info'/>
                  <feature var='http://jabber.org/protocol/disco#items'/>
                  <feature var='http://jabber.org/protocol/muc'/>
                </query>""");
        assertThat(DiscoInfo.version(info)).isEqualTo("QgayPKawpkPSDYmwT/WM94uAlu0=");
    }

    @Test
    void theComplexExample() {
        Element info = Xml.one("""
                <query xmlns='http://jabber.org/protocol/disco#info'>
                  <identity xml:lang='en' category='client' name='Psi 0.11' type='pc'/>
                  <identity xml:lang='el' category='client' name='Ψ 0.11' type='pc'/>
                  <feature var='http://jabber.org/protocol/caps'/>
                  <feature var='http://jabber.org/protocol/disco#info'/>
                  <feature var='http://jabber.org/protocol/disco#items'/>
                  <feature var='http://jabber.org/protocol/muc'/>
                  <x xmlns='jabber:x:data' type='result'>
                    <field var='FORM_TYPE' type='hidden'><value>urn:xmpp:dataforms:softwareinfo</value></field>
                    <field var='ip_version' type='text-multi'><value>ipv4</value><value>ipv6</value></field>
                    <field var='os'><value>Mac</value></field>
                    <field var='os_version'><value>10.5.1</value></field>
                    <field var='software'><value>Psi</value></field>
                    <field var='software_version'><value>0.11</value></field>
                  </x>
                </query>""");
        assertThat(DiscoInfo.version(info)).isEqualTo("q07IKJEyjvHSyhy//CH0CxmKi8w=");
    }

    @Test
    void theFingerprintInTheStreamFeaturesIsThatOfTheAnswer() {
        Hooks hooks = new Hooks();
        hooks.add(new Ping());
        hooks.add(new ServerCaps());
        Element caps = hooks.streamFeatures("example.org").get(0);
        assertThat(caps.attr("hash")).contains("sha-1");
        assertThat(caps.attr("ver")).contains(new DiscoInfo(hooks).version("example.org"));
    }

    @Test
    void itsNodeCanBeAskedFor() {
        try (Bench bench = new Bench()) {
            bench.accounts("alice@example.org");
            Bench.Client alice = bench.connect("alice@example.org/home");
            alice.sends(
                    "<iq type='get' id='1' to='example.org'><query xmlns='http://jabber.org/protocol/disco#info'/></iq>");
            String version = DiscoInfo.version(alice.received().get(0).first().orElseThrow());
            alice.sends(
                    "<iq type='get' id='2' to='example.org'><query xmlns='http://jabber.org/protocol/disco#info' node='"
                            + ServerCaps.NODE + "#" + version + "'/></iq>");
            assertThat(alice.received().get(0).attr("type")).contains("result");
        }
    }
}
