package org.ratatosk.server.net;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Closes a connection whose client begins a second handshake (renegotiation, only possible in TLS 1.2), which costs the server
 * much and the client little. It looks at the outside of records alone: after a client's ChangeCipherSpec there is one
 * handshake record, its Finished (in TLS 1.3 at most one more ClientHello), and never another. The JDK could refuse this too, but
 * only for the whole process. Loop-confined.
 */
final class RenegotiationGuard extends ChannelInboundHandlerAdapter {
    private static final Logger LOG = LoggerFactory.getLogger(RenegotiationGuard.class);
    private static final int CHANGE_CIPHER_SPEC = 20;
    private static final int HANDSHAKE = 22;
    private static final int HEADER = 5;

    private int headerRead;
    private int type;
    private int length;
    private int bodyLeft;
    private boolean changed;
    private boolean finished;

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        if (message instanceof ByteBuf bytes && !pass(bytes)) {
            LOG.debug("A client tried to renegotiate TLS and was cut off");
            bytes.release();
            ctx.close();
            return;
        }
        ctx.fireChannelRead(message);
    }

    /** Follows the records; {@code false} if there is a forbidden one. */
    private boolean pass(ByteBuf bytes) {
        int at = bytes.readerIndex();
        while (at < bytes.writerIndex()) {
            if (bodyLeft > 0) {
                int skipped = Math.min(bodyLeft, bytes.writerIndex() - at);
                bodyLeft -= skipped;
                at += skipped;
            } else if (!header(bytes.getUnsignedByte(at++))) {
                return false;
            }
        }
        return true;
    }

    private boolean header(int octet) {
        if (headerRead == 0) {
            type = octet;
        } else if (headerRead == HEADER - 2) {
            length = octet << 8;
        } else if (headerRead == HEADER - 1) {
            length |= octet;
        }
        headerRead++;
        if (headerRead < HEADER) {
            return true;
        }
        headerRead = 0;
        bodyLeft = length;
        return allowed();
    }

    private boolean allowed() {
        if (type == CHANGE_CIPHER_SPEC) {
            changed = true;
        } else if (type == HANDSHAKE && changed) {
            boolean first = !finished;
            finished = true;
            return first;
        }
        return true;
    }
}
