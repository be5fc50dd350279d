package org.ratatosk.server.stream;

import java.util.List;
import java.util.Optional;
import org.ratatosk.server.jid.Jid;
import org.ratatosk.server.session.Session;
import org.ratatosk.server.xml.Element;

/** A stream that is open, takes what it is sent at once, may do everything and does nothing. Confined to one thread. */
public abstract class QuietOutlet implements Outlet {
    private final Jid owner;

    /** @param owner whose stream it is */
    protected QuietOutlet(Jid owner) {
        this.owner = owner;
    }

    @Override
    public boolean isWritable() {
        return true;
    }

    @Override
    public boolean isOpen() {
        return true;
    }

    @Override
    public void write(List<Element> elements) {}

    @Override
    public void write(List<Element> elements, Runnable written) {
        write(elements);
        written.run();
    }

    @Override
    public void intakeChanged() {}

    @Override
    public void pause() {}

    @Override
    public void proceed() {}

    @Override
    public void superseded() {}

    @Override
    public void adopt(ManagedConnection resumed) {}

    @Override
    public boolean mayEnable() {
        return true;
    }

    @Override
    public boolean mayResume() {
        return true;
    }

    @Override
    public String owner() {
        return owner.toString();
    }

    @Override
    public Jid account() {
        return owner;
    }

    @Override
    public Optional<Session> session() {
        return Optional.empty();
    }
}
