package org.ratatosk.server.net;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What records of a client may follow each other, however the network cuts them. Security test 8. */
class RenegotiationGuardTest {
    /** Each letter is a record: (h)andshake, (c)hange cipher spec, (d)ata, (a)lert. */
    private static byte[] records(String letters) {
        ByteBuf bytes = Unpooled.buffer();
        for (char letter : letters.toCharArray()) {
            int type = switch (letter) {
                case 'h' -> 22;
                case 'c' -> 20;
                case 'd' -> 23;
                default -> 21;
            };
            int length = letter == 'd' ? 300 : 22;
            bytes.writeByte(type).writeShort(0x0303).writeShort(length);
            bytes.writeBytes(Unpooled.buffer(length).setIndex(0, length).setBytes(0, new byte[] {22, 20, 22, 22}));
        }
        byte[] all = new byte[bytes.readableBytes()];
        bytes.readBytes(all);
        return all;
    }

    @ParameterizedTest
    @CsvSource({
        "hhchddd,true",
        "hchd,true",
        "hchdd,true",
        "hcd,true",
        "hdd,true",
        "hchddh,false",
        "hchh,false",
        "hchch,false"
    })
    void endsASecondHandshake(String letters, boolean allowed) {
        byte[] all = records(letters);
        for (int size : new int[] {1, 3, 7, 64, all.length}) {
            EmbeddedChannel channel = new EmbeddedChannel(new RenegotiationGuard());
            int passed = 0;
            for (int at = 0; at < all.length && channel.isOpen(); at += size) {
                channel.writeInbound(Unpooled.copiedBuffer(all, at, Math.min(size, all.length - at)));
            }
            for (ByteBuf through = channel.readInbound(); through != null; through = channel.readInbound()) {
                passed += through.readableBytes();
                through.release();
            }
            assertThat(channel.isOpen()).isEqualTo(allowed);
            assertThat(passed == all.length).isEqualTo(allowed);
            channel.finishAndReleaseAll();
        }
    }
}
